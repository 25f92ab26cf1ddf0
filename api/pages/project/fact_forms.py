"""Forms made of the facts themselves: from a fact's JSON schema to fields, and from the fields back to the fact. Pure.

A new row of the table has its form without a line here; words for the fields stand in
:mod:`api.pages.project.fact_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from api.pages.project.fact_words import CHOICES, OPTIONAL, RARE, WORDS
from engagement.log import Facts
from foundation.language import Sentence, sentence
from foundation.text import normalise
from foundation.values import Value

Kind = Literal["text", "area", "lines", "date", "choice", "checks", "file", "hidden", "group"]
Choices = tuple[tuple[str, str], ...]
"""Values, and what they say."""
BLANK_ROWS = 3
MOST_ROWS = 60
_KEYS = frozenset({"criterion_id", "reviewer_id", "unit", "id"})
"""What stands in a row before anybody fills it in: alone it makes no row."""
_FILES = frozenset({"sha256", "evidence"})
"""Fields that name a file by its digest: a page asks for the file itself."""
_MONEY = str.maketrans("", "", ",，￥¥元")
"""What people write around a number."""
_YES_NO = (("true", "是"), ("false", "否"))


class Part(Value):
    """One field of a form, or a group of them; names are paths, ``offer.criteria.0.limit``."""

    name: str
    label: str
    kind: Kind
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = False
    most: int | None = None
    parts: tuple[Part, ...] = ()
    number: int | None = None
    """Which row of a list it is, where the row has no name of its own."""
    is_blank: bool = False
    """A row that nobody has filled in yet, and that is not the first."""
    is_rare: bool = False
    """Few people need it."""
    is_number: bool = False


def parts_of(
    fact: str,
    value: Any,
    hidden: frozenset[str] = frozenset(),
    legends: tuple[str, ...] = (),
    known: Mapping[str, Choices] | None = None,
) -> Part:
    """The form of one fact, filled with ``value`` (JSON). ``hidden``: paths without numbers that nobody need see;
    ``legends``: how the rows of a list are called; ``known``: paths in which one, or some, of these are chosen."""
    schema, definitions = _schema(fact)
    return _Builder(definitions, hidden, legends, known or {}).part(fact, schema, value, True)


def handed(fact: str, form: Mapping[str, str]) -> Any:
    """What was filled in for a fact, as JSON; ``None`` when nothing was."""
    schema, definitions = _schema(fact)
    return _read(fact, schema, definitions, form)


@cache
def _schema(fact: str) -> tuple[dict[str, Any], dict[str, Any]]:
    whole = Facts.model_json_schema()
    return whole["properties"][fact], whole.get("$defs", {})


def _resolved(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without ``null``, without references."""
    found = dict(schema)
    if "anyOf" in found:
        found |= next(one for one in found["anyOf"] if one.get("type") != "null")
    if "$ref" in found:
        found |= definitions[found["$ref"].rpartition("/")[2]]
    return found


def label_of(name: str) -> str:
    """What a field is called, with the number of its row: ``验收指标 1 · 单位``."""
    path, rows = plain(name), [int(part) + 1 for part in name.split(".") if part.isdigit()]
    label = WORDS.get(path) or WORDS.get(path.rpartition(".")[2]) or path.rpartition(".")[2]
    return label if not rows else f"{label} ({rows[0]})"


def files_of(part: Part) -> tuple[str, ...]:
    """The names of the fields of a form that take a file."""
    if part.kind == "file":
        return (part.name,)
    return tuple(name for inner in part.parts for name in files_of(inner))


def hint_of(name: str) -> Sentence:
    """What is expected in a field, in words, for who filled in something else."""
    found = _at(name.split("."))
    if found is None:
        return sentence("请检查后再交")
    if found.get("format") == "date":
        return sentence("请写成日期，如 2026-05-30")
    if _is_number(found):
        return sentence("请只写数字，如 48000.00")
    if found.get("type") == "integer":
        return sentence("请写整数")
    if "enum" in found or "const" in found or found.get("type") == "boolean":
        return sentence("请选一个")
    if found.get("maxLength"):
        return sentence("最多 {most} 个字", most=found["maxLength"])
    return sentence("请检查后再交")


def _at(path: list[str]) -> dict[str, Any] | None:
    """The schema of a field by its path; ``None`` where there is no such field."""
    if not path or path[0] not in Facts.model_fields:
        return None
    schema, definitions = _schema(path[0])
    found = _resolved(schema, definitions)
    for part in path[1:]:
        inner = found.get("items") if part.isdigit() else found.get("properties", {}).get(part)
        if inner is None:
            return found if "properties" not in found and "items" not in found else None
        found = _resolved(inner, definitions)
    return found


def _is_number(found: Mapping[str, Any]) -> bool:
    return str(found.get("pattern", "")).startswith("^-?[0-9]")


def plain(name: str) -> str:
    """A path without the numbers of its rows."""
    return ".".join(part for part in name.split(".") if not part.isdigit())


class _Builder:
    def __init__(
        self,
        definitions: Mapping[str, Any],
        hidden: frozenset[str],
        legends: tuple[str, ...],
        known: Mapping[str, Choices],
    ) -> None:
        self._definitions, self._hidden, self._legends, self._known = definitions, hidden, legends, known

    def part(self, name: str, schema: Mapping[str, Any], value: Any, is_required: bool) -> Part:
        found, path = _resolved(schema, self._definitions), plain(name)
        label = WORDS.get(path) or WORDS.get(path.rpartition(".")[2]) or path.rpartition(".")[2]
        told = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        base: dict[str, Any] = {"name": name, "label": label, "value": told, "is_required": is_required}
        base["is_rare"] = path in RARE
        if path in RARE | OPTIONAL:
            base["is_required"] = False
        if path in self._hidden:
            return Part(**base | {"kind": "hidden", "is_required": False})
        if path in self._known:
            told = "\n".join(map(str, value or ())) if found.get("type") == "array" else told
            kind = "checks" if found.get("type") == "array" else "choice"
            return Part(**base | {"kind": kind, "value": told, "choices": self._known[path]})
        if found.get("type") == "array":
            return self._list(name, label, found, value or ())
        if "properties" in found:
            held, needed = value or {}, found.get("required", ())
            inner = tuple(
                self.part(f"{name}.{one}", sub, held.get(one), is_required and one in needed)
                for one, sub in found["properties"].items()
            )
            return Part(name=name, label=label, kind="group", parts=inner, is_rare=path in RARE)
        if "enum" in found or "const" in found:
            options = [str(one) for one in found.get("enum", [found.get("const")])]
            choices = tuple((one, CHOICES.get(f"{path}.{one}") or CHOICES.get(one, one)) for one in options)
            return Part(**base, kind="choice", choices=choices)
        if found.get("type") == "boolean":
            return Part(**base, kind="choice", choices=_YES_NO)
        if found.get("format") == "date":
            return Part(**base, kind="date")
        if path.rpartition(".")[2] in _FILES:
            return Part(**base, kind="file")
        if found.get("type") == "integer" and "maximum" in found and found["maximum"] <= 10:
            scale = [str(one) for one in range(found["minimum"], found["maximum"] + 1)]
            return Part(**base, kind="choice", choices=tuple((one, CHOICES.get(f"score.{one}", one)) for one in scale))
        base["is_number"] = _is_number(found) or found.get("type") == "integer"
        most = found.get("maxLength")
        return Part(**base, kind="area" if most is not None and most >= 1_000 else "text", most=most)

    def _list(self, name: str, label: str, found: Mapping[str, Any], value: Any) -> Part:
        items = _resolved(found["items"], self._definitions)
        if "properties" not in items:
            told = "\n".join(map(str, value))
            return Part(name=name, label=label, kind="lines", value=told, is_rare=plain(name) in RARE)
        blank = 0 if self._legends else BLANK_ROWS
        rows = []
        for number in range(len(value) + blank):
            row = self.part(f"{name}.{number}", items, value[number] if number < len(value) else None, False)
            is_named = number < len(self._legends)
            called = {"label": self._legends[number]} if is_named else {"label": label, "number": number + 1}
            rows.append(row.model_copy(update={**called, "is_blank": number >= max(len(value), 1)}))
        return Part(name=name, label=label, kind="group", parts=tuple(rows), is_rare=plain(name) in RARE)


def _read(name: str, schema: Mapping[str, Any], definitions: Mapping[str, Any], form: Mapping[str, str]) -> Any:
    found = _resolved(schema, definitions)
    if found.get("type") == "array":
        items = _resolved(found["items"], definitions)
        if "properties" not in items:
            lines = [line.strip() for line in form.get(name, "").splitlines()]
            return [line for line in lines if line] or None
        numbers = sorted(_numbers(name, form))[:MOST_ROWS]
        rows = [(number, _read(f"{name}.{number}", items, definitions, form)) for number in numbers]
        return [row for _, row in rows if row and set(row) - _KEYS] or None
    if "properties" in found:
        inner = {one: _read(f"{name}.{one}", sub, definitions, form) for one, sub in found["properties"].items()}
        given = {one: value for one, value in inner.items() if value is not None}
        return _named(found, name, given) if set(given) - _KEYS else given or None
    said = form.get(name, "").strip()
    if _is_number(found):
        said = normalise(said).translate(_MONEY).strip()
    if found.get("type") == "boolean":
        return {"true": True, "false": False}.get(said)
    return said or None


def _named(schema: Mapping[str, Any], name: str, given: dict[str, Any]) -> dict[str, Any]:
    """What needs an id of its own and was given none is called by its place: ``staff_2``, ``lead``."""
    if "id" not in schema.get("required", ()) or "id" in given:
        return given
    head, _, last = name.rpartition(".")
    place = f"{head.rpartition('.')[2]}_{int(last) + 1}" if last.isdigit() else last
    return {"id": place, **given}


def _numbers(name: str, form: Mapping[str, str]) -> set[int]:
    heads = (key.removeprefix(f"{name}.").partition(".")[0] for key in form if key.startswith(f"{name}."))
    return {int(head) for head in heads if head.isdigit() and len(head) < 4}
