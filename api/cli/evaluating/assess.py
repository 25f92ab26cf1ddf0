"""``docking evaluate assess --input FILE``: one assessment from one JSON file, shown as a tree, kept with its hash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.evaluating.choosing import SchemeName
from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from evaluation.assessment import Assessment, GroupLine, IndicatorLine
    from evaluation.editions.scheme import Scheme

Out = Annotated[
    Path | None, typer.Option("--out", dir_okay=False, help="写出带摘要的报告 / write the report with its hash")
]


Counted = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        exists=True,
        dir_okay=False,
        help="docking engagement facts --json 写出的指标，补进来 / indicator values of the projects, added",
    ),
]


def assess(
    source: Input,
    facts: Counted = None,
    scheme: SchemeName = None,
    out: Out = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Assess. docs/method/evaluation.md shows an input file."""
    from api.cli.evaluating.choosing import scheme_chosen
    from api.cli.evaluating.counted import with_counted
    from api.cli.evaluating.json_input import read_json
    from api.cli.printing import emit, language, say
    from evaluation.canonical import canonical_json
    from evaluation.document import assess_document

    content = read_json(source)
    if facts is not None:
        content = with_counted(content, read_json(facts))
    chosen = scheme_chosen(scheme, content.get("scheme") if isinstance(content, dict) else None)
    found = assess_document(content, chosen)
    report = {"content": found.json_content, "sha256": found.sha256}
    if out is not None:
        out.write_text(canonical_json(report) + "\n", encoding="utf-8")
    if as_json:
        emit(report)
        return
    _tree(found, chosen)
    names = _names(found, chosen)
    for remark in found.results.warnings:
        about = "、".join(f"{one} {names[one]}" if one in names else one for one in remark.about)
        text = remark.says.text(language())
        say("注意：{text}", text=f"{about}：{text}" if about else text)
    say("摘要 {sha256}", sha256=found.sha256)
    if out is not None:
        say("已写入 {file}", file=str(out))


def _tree(found: Assessment, scheme: Scheme) -> None:
    """The whole, then every group and indicator under its parent: score, weight, name, why a datum gave no score."""
    from api.cli.printing import say

    results = found.results
    if results.total is None:
        say("{scheme}：没有总分", scheme=scheme.name)
    else:
        say(
            "{scheme}：{total} 分，{stars}{label}",
            scheme=scheme.name, total=results.total, stars="★" * (results.stars or 0), label=results.star_label or "",
        )  # fmt: skip
    lines: dict[str, GroupLine | IndicatorLine] = {line.id: line for line in results.groups}
    lines |= {line.id: line for line in results.indicators}
    names = _names(found, scheme)
    waiting = [("T", 0)]
    while waiting:
        name, depth = waiting.pop()
        if name in lines:
            line = lines[name]
            typer.echo(f"{'  ' * depth}{name:<5} {line.score or '—':>6}  × {line.effective}  {names[name]}{_why(line)}")
        children = [one.id for one in lines.values() if one.parent == name]
        waiting += [(child, depth + 1) for child in reversed(children)]


def _names(found: Assessment, scheme: Scheme) -> dict[str, str]:
    """What groups and indicators are called, in the reader's language where the scheme has a name in it."""
    from api.cli.printing import language

    names = {line.id: line.name for line in found.results.groups}
    names |= {line.id: line.name for line in found.results.indicators}
    if language() == "en":
        nodes = [child for children in scheme.parents.values() for child in children]
        names |= {node.id: node.english for node in nodes if node.id in names}
    return names


def _why(line: GroupLine | IndicatorLine) -> str:
    """Why a datum that was given could not be scored; nobody gave one: nothing to say."""
    from api.cli.printing import language

    rating, reason = getattr(line, "rating", None), getattr(line, "reason", None)
    return f"  – {reason.text(language())}" if rating is not None and reason is not None else ""
