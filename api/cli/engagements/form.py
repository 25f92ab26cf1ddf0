"""``docking engagement form``: what a step asks for, field by field, so that nobody has to read a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from api.pages.project.fact_forms import Part


def add(group: typer.Typer) -> None:
    """Put the command into the group."""
    group.command("form", help="某一步要填什么，逐项列出 / what a step asks for")(form)
    group.command("profiles", help="开始项目时可选的流程，各一句话 / the readings of the flow to choose from")(profiles)


def profiles(as_json: AsJson = False, lang: Language = None) -> None:
    """Chosen once, when a match is accepted: ``docking review accept … --profile``."""
    from api.cli.printing import emit, words
    from engagement.profiles import PROFILES

    if as_json:
        emit(
            [{"id": one.id, "label": words(one.process.label), "about": words(one.about)} for one in PROFILES.values()]
        )
        return
    for one in PROFILES.values():
        typer.echo(f"{one.id:<14}  {words(one.process.label)}")
        typer.echo(f"{'':<14}  {words(one.about)}")


def form(
    event: Annotated[str, typer.Argument(help="步骤，如 make_offer / the step")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Each field as it is written in ``docking engagement do``; ``[]`` is a list, given as JSON. --json: the schema."""
    from api.cli.printing import emit, say, words
    from api.pages.project.fact_forms import parts_of
    from api.projects.step_forms import LABELS, codes_of, form_of
    from engagement.actions import ASKS
    from engagement.describe import CODE_LABELS

    asked = form_of(event)
    if as_json:
        emit(asked.model_json_schema())
        return
    typer.echo(f"{event}  {words(LABELS[event])}")
    for fact in ASKS.get(event, ()):  # type: ignore[call-overload]
        for part in _leaves(parts_of(fact, None)):
            must = f" {words('必填')}" if part.is_required else ""
            typer.echo(f"  {_path(part.name)}  {words(part.label)}{_kind(part)}{must}")
    if "reason" in asked.model_fields:
        must = words("必填") if asked.model_fields["reason"].is_required() else ""
        typer.echo(f"  reason  {words('说明')} {must}".rstrip())
    codes = codes_of(event) if len(codes_of(event)) > 1 else ()
    for code in codes:
        typer.echo(f"  code={code}  {words(CODE_LABELS.get(code, code))}")
    if not ASKS.get(event) and not codes:  # type: ignore[call-overload]
        say("  没有别的要填")


def _leaves(part: Part) -> Iterator[Part]:
    """The fields inside; of the blank rows of a list the first speaks for all."""
    if not part.parts:
        yield part
    for inner in part.parts:
        if not inner.is_blank or inner.number == 1:
            yield from _leaves(inner)


def _path(name: str) -> str:
    """``offer.criteria.0.limit`` as ``offer.criteria[].limit``."""
    path = ""
    for one in name.split("."):
        path += "[]" if one.isdigit() else f".{one}" if path else one
    return path


def _kind(part: Part) -> str:
    from api.cli.printing import words

    if part.kind == "choice":
        return f"（{'、'.join(_choice(value, words(label)) for value, label in part.choices)}）"
    return {"lines": "[]", "date": "（2026-11-23）"}.get(part.kind, "")


def _choice(value: str, label: str) -> str:
    """What is typed, and what it says where that is more."""
    return label if label.startswith(value) else f"{value} {label}"
