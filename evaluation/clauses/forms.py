"""How the fields of a dossier are written, read off the dossiers themselves: for the page that newcomers start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluation.clauses.rules import Dossier, Rule

_PLAIN = {"string": "文字", "boolean": "true/false", "integer": "整数", "number": "数", "null": ""}


def forms(sets: Mapping[str, tuple[type[Dossier], Sequence[Rule]]]) -> Iterator[str]:
    """A line for every field of every set that is more than a number, a date, a yes or plain text."""
    for name, (kind, rules) in sets.items():
        schema = kind.model_json_schema()
        needed: dict[str, list[str]] = {}
        for rule in rules:
            needed.setdefault(rule.inputs[0], []).extend(f"`{word}`" for word in rule.words)
        for key, field in schema["properties"].items():
            words = _words(field, schema.get("$defs", {}))
            if key != "evidence" and any(sign in words for sign in "{[|"):
                asked = f"；要有：{'、'.join(needed[key])}" if needed.get(key) else ""
                yield f"- `{name}` 的 `{key}`：{words}{asked}"


def _words(field: Mapping[str, Any], named: Mapping[str, Any]) -> str:
    """One field in words: ``[{ … }]`` a list of objects, ``a|b`` one of these words, otherwise its kind."""
    if "$ref" in field:
        return _words(named[field["$ref"].rsplit("/", 1)[1]], named)
    if "anyOf" in field:
        found = dict.fromkeys(_words(one, named) for one in field["anyOf"])
        return " 或 ".join("数" if "数" in found and one == "文字" else one for one in found if one).replace(
            "数 或 数", "数"
        )
    if "enum" in field or "const" in field:
        return "|".join(map(str, field.get("enum", [field.get("const")]))).replace("False", "false")
    if field.get("format") == "date":
        return "日期"
    if field.get("type") == "array":
        return f"[{_words(field['items'], named)}, …]"
    if "properties" in field:
        return "{" + "，".join(f"`{name}` {_words(one, named)}" for name, one in field["properties"].items()) + "}"
    if field.get("type") == "object":
        return "{键: " + _words(field.get("additionalProperties", {}), named) + "}"
    return _PLAIN.get(str(field.get("type")), "")
