"""What a caller brings to each step: one form for each event, made of the table, so that a new row has its form too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, create_model

from api.misread import expected
from engagement.actions import ASKS
from engagement.describe import CODE_LABELS, GUARD_LABELS
from engagement.log import Facts
from engagement.profiles import PROFILES
from foundation.errors import InvalidInput, NotFound
from foundation.language import sentence
from foundation.process import ROLE_LABELS, Transition
from foundation.values import Value

Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="The version of the engagement that was looked at")]


class StepForm(Value):
    """The version that was looked at; each event adds the facts that it asks for."""

    version: Version

    def facts(self) -> Facts:
        """What was brought, as the log keeps it."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "version"}
        return Facts(**given)


def rows_of(event: str) -> tuple[Transition, ...]:
    """Every row of the table with this event, each once, whatever the profile."""
    found = {row.id: row for row in _rows() if row.event == event}
    return tuple(found.values())


def events() -> tuple[str, ...]:
    """All events of all profiles, in the order of the table."""
    return tuple(dict.fromkeys(row.event for row in _rows()))


def codes_of(event: str) -> tuple[str, ...]:
    """The reason codes that some row of this event knows."""
    return tuple(dict.fromkeys(code for row in rows_of(event) for code in row.codes))


@cache
def form_of(event: str) -> type[StepForm]:
    """The form of an event: its facts as :data:`engagement.actions.ASKS` names them, a reason, a code.

    NotFound for an event that no table has.
    """
    rows, codes = rows_of(event), codes_of(event)
    if not rows:
        raise NotFound("step_unknown", "没有“{event}”这个步骤", event=event)
    fields: dict[str, Any] = {}
    for name in ASKS.get(event, ()):  # type: ignore[call-overload]
        field = Facts.model_fields[name]
        fields[name] = (field.rebuild_annotation(), _default(field.get_default(call_default_factory=True)))
    must = all(row.needs_reason for row in rows)
    limits = Field(max_length=4_000, description="Why, in one's own words")
    fields["reason"] = (Annotated[str, limits], ...) if must else (Annotated[str | None, limits], None)
    choice: Any = Literal[codes]
    told = "; ".join(f"{code} {CODE_LABELS[code]}" for code in codes if code in CODE_LABELS)
    code = Field(description=told or "May be left out")
    fields["code"] = (Annotated[choice, code], ...) if len(codes) > 1 else (Annotated[choice | None, code], None)
    name = "".join(part.capitalize() for part in event.split("_")) + "Step"
    return create_model(name, __base__=StepForm, __module__=__name__, **fields)


def summary_of(event: str) -> str:
    """One line about an event: what it is called, whose it is, where it leads."""
    rows = rows_of(event)
    roles = "、".join(ROLE_LABELS[role] for role in sorted({role for row in rows for role in row.roles}))
    return f"{rows[0].label}（{roles}）"


def description_of(event: str) -> str:
    """An event as its rows tell it: from where to where, by whom, under which conditions, with which codes."""
    lines = [summary_of(event), ""]
    names = {state.id: state.label for one in PROFILES.values() for state in one.process.states}
    guards: dict[str, str] = {}
    for row in rows_of(event):
        clause = f" [{row.clause}]" if row.clause else ""
        lines.append(f"- `{row.id}` {names[row.state]} → {names[row.next]}{clause}")
        guards |= {guard: GUARD_LABELS[guard] for guard in row.guards}
    lines += ["", *(f"- 条件 `{guard}`：{label}" for guard, label in guards.items())]
    lines += [f"- 结果代码 `{code}`：{CODE_LABELS[code]}" for code in codes_of(event) if code in CODE_LABELS]
    lines += ["", f"facts: {', '.join(ASKS.get(event, ())) or '–'}"]  # type: ignore[call-overload]
    return "\n".join(lines)


def read_facts(event: str, given: Mapping[str, Any]) -> Facts:
    """What was handed in for a step, read by the event's own form.

    InvalidInput (``fact_missing``, ``fact_not_valid``, naming the field) for what the form cannot read.
    """
    try:
        return form_of(event).model_validate({"version": 1, **given}).facts()
    except ValidationError as fault:
        first = fault.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or event
        if first["type"] == "missing":
            raise InvalidInput("fact_missing", "“{field}”还没有填", field=field) from fault
        reason, more = _NOT_HERE if first["type"] == "extra_forbidden" else expected(first) or _LOOK_AGAIN
        raise InvalidInput(
            "fact_not_valid", "“{field}”没有填对：{reason}{more}", field=field, reason=reason, more=more
        ) from fault


_NOT_HERE = (sentence("这一步没有这一项，看 docking engagement form").template, "")
_LOOK_AGAIN = (sentence("请检查后再交").template, "")


def _default(value: object) -> Any:
    return value if not isinstance(value, tuple) else Field(default=value)


def _rows() -> Iterator[Transition]:
    for one in PROFILES.values():
        yield from one.process.transitions


LABELS: Mapping[str, str] = MappingProxyType({event: rows_of(event)[0].label for event in events()})
"""What each event is called."""
