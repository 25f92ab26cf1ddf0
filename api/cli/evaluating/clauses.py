"""``docking evaluate clauses``: a JSON dossier through the rules of one source document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from evaluation.clauses.clause import ClauseResult

Rules = Annotated[
    str | None, typer.Option("--set", help="jiangsu、ciqa、shanghai、guangdong 或 jiangxi / which document's rules")
]
Input = Annotated[
    Path | None,
    typer.Option("--input", "-i", exists=True, dir_okay=False, readable=True, help="材料，JSON 文件 / JSON dossier"),
]


def clauses(rules: Rules = None, source: Input = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Check a dossier; without one, list the rules and the fields they read."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.printing import emit, language, say
    from evaluation.clauses.checking import SETS, check_dossier, dossier_faults, known_rules
    from foundation.errors import InvalidInput

    if source is None:
        _list(list(SETS) if rules is None else [known_rules(rules)], as_json)
        return
    content = read_json(source)
    name = rules or (content.get("set") if isinstance(content, dict) else None)
    if not isinstance(name, str):
        raise InvalidInput("rules_not_named", "请用 --set 指明规则集：{known}", field="set", known="、".join(SETS))
    if faults := dossier_faults(name, content):
        for fault in faults:
            say("{field}：{explanation}", field=fault.field, explanation=fault.says.text(language()))
        raise typer.Exit(1)
    report = check_dossier(name, content)
    if as_json:
        emit({**report.model_dump(mode="json"), "results": [_plain(result) for result in report.results]})
        return
    for result in report.results:
        where = f" [{result.subject}]" if result.subject != report.subject else ""
        line = f"{result.outcome:<8}{result.requirement}  {result.clause}  {result.strength}{where}"
        typer.echo(f"{line}  {result.says.text(language())}")
    typer.echo("  ".join(f"{outcome} {count}" for outcome, count in report.counts.items()))


def _plain(result: ClauseResult) -> dict[str, object]:
    """The result with its sentences worded."""
    from api.cli.printing import language

    parts = [{**part.model_dump(), "says": part.says.text(language())} for part in result.parts]
    return {**result.model_dump(mode="json"), "says": result.says.text(language()), "parts": parts}


def _list(names: list[str], as_json: bool) -> None:
    from api.cli.printing import emit, words
    from evaluation.clauses.checking import SETS
    from evaluation.clauses.register import REGISTER

    rows = [(name, rule) for name in names for rule in SETS[name][1]]
    if as_json:
        emit(
            [
                {
                    "set": name,
                    "requirement": rule.requirement,
                    "clause": rule.clause,
                    "strength": rule.strength,
                    "says": words(REGISTER[rule.requirement].says),
                    "inputs": list(rule.inputs),
                }
                for name, rule in rows
            ]
        )
        return
    for name, rule in rows:
        says = words(REGISTER[rule.requirement].says)
        typer.echo(f"{name:<10}{rule.requirement}  {rule.clause}  {rule.strength}  {says}  ({', '.join(rule.inputs)})")
