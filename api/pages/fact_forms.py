"""Forms made of the facts themselves: from a fact's JSON schema to fields, and from the fields back to the fact. Pure.

A new row of the table has its form without a line here; words for the fields stand in :mod:`api.pages.fact_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from api.pages.fact_words import CHOICES, WORDS
from engagement.log import Facts
from foundation.values import Value

Kind = Literal["text", "area", "lines", "date", "choice", "hidden", "group"]
BLANK_ROWS = 3
MOST_ROWS = 60
_KEYS = frozenset({"criterion_id", "reviewer_id", "unit", "id"})
"""What stands in a row before anybody fills it in: alone it makes no row."""
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
    """A row that nobody has filled in yet."""


def parts_of(fact: str, value: Any, hidden: frozenset[str] = frozenset(), legends: tuple[str, ...] = ()) -> Part:
    """The form of one fact, filled with ``value`` (JSON). ``hidden``: paths without numbers that nobody need see;
    ``legends``: how the rows of a list are called."""
    schema, definitions = _schema(fact)
    return _Builder(definitions, hidden, legends).part(fact, schema, value, True)


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


def plain(name: str) -> str:
    """A path without the numbers of its rows."""
    return ".".join(part for part in name.split(".") if not part.isdigit())


class _Builder:
    def __init__(self, definitions: Mapping[str, Any], hidden: frozenset[str], legends: tuple[str, ...]) -> None:
        self._definitions, self._hidden, self._legends = definitions, hidden, legends

    def part(self, name: str, schema: Mapping[str, Any], value: Any, is_required: bool) -> Part:
        found, path = _resolved(schema, self._definitions), plain(name)
        label = WORDS.get(path) or WORDS.get(path.rpartition(".")[2]) or path.rpartition(".")[2]
        told = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        base: dict[str, Any] = {"name": name, "label": label, "value": told, "is_required": is_required}
        if path in self._hidden:
            return Part(**base | {"kind": "hidden", "is_required": False})
        if found.get("type") == "array":
            return self._list(name, label, found, value or ())
        if "properties" in found:
            held, needed = value or {}, found.get("required", ())
            inner = tuple(
                self.part(f"{name}.{one}", sub, held.get(one), is_required and one in needed)
                for one, sub in found["properties"].items()
            )
            return Part(name=name, label=label, kind="group", parts=inner)
        if "enum" in found or "const" in found:
            options = [str(one) for one in found.get("enum", [found.get("const")])]
            choices = tuple((one, CHOICES.get(f"{path}.{one}") or CHOICES.get(one, one)) for one in options)
            return Part(**base, kind="choice", choices=choices)
        if found.get("type") == "boolean":
            return Part(**base, kind="choice", choices=_YES_NO)
        if found.get("format") == "date":
            return Part(**base, kind="date")
        most = found.get("maxLength")
        return Part(**base, kind="area" if most is not None and most >= 1_000 else "text", most=most)

    def _list(self, name: str, label: str, found: Mapping[str, Any], value: Any) -> Part:
        items = _resolved(found["items"], self._definitions)
        if "properties" not in items:
            return Part(name=name, label=label, kind="lines", value="\n".join(map(str, value)))
        blank = 0 if self._legends else BLANK_ROWS
        rows = []
        for number in range(len(value) + blank):
            row = self.part(f"{name}.{number}", items, value[number] if number < len(value) else None, False)
            is_named = number < len(self._legends)
            called = {"label": self._legends[number]} if is_named else {"label": label, "number": number + 1}
            rows.append(row.model_copy(update={**called, "is_blank": number >= len(value)}))
        return Part(name=name, label=label, kind="group", parts=tuple(rows))


def _read(name: str, schema: Mapping[str, Any], definitions: Mapping[str, Any], form: Mapping[str, str]) -> Any:
    found = _resolved(schema, definitions)
    if found.get("type") == "array":
        items = _resolved(found["items"], definitions)
        if "properties" not in items:
            lines = [line.strip() for line in form.get(name, "").splitlines()]
            return [line for line in lines if line] or None
        numbers = sorted(_numbers(name, form))[:MOST_ROWS]
        rows = [(number, _read(f"{name}.{number}", items, definitions, form)) for number in numbers]
        return [_named(items, number, row) for number, row in rows if row and set(row) - _KEYS] or None
    if "properties" in found:
        inner = {one: _read(f"{name}.{one}", sub, definitions, form) for one, sub in found["properties"].items()}
        return {one: value for one, value in inner.items() if value is not None} or None
    said = form.get(name, "").strip()
    if found.get("type") == "boolean":
        return {"true": True, "false": False}.get(said)
    return said or None


def _named(items: Mapping[str, Any], number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A row that needs an id of its own and was given none is called by its place."""
    return {"id": f"row_{number + 1}", **row} if "id" in items.get("required", ()) else row


def _numbers(name: str, form: Mapping[str, str]) -> set[int]:
    heads = (key.removeprefix(f"{name}.").partition(".")[0] for key in form if key.startswith(f"{name}."))
    return {int(head) for head in heads if head.isdigit() and len(head) < 4}
