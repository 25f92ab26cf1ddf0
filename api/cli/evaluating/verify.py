"""``docking evaluate verify REPORT.json``: every number of an export again, from the export alone."""

from __future__ import annotations

import typer

from api.cli.evaluating.choosing import SchemeName
from api.cli.options import AsJson, InputFile, Language


def verify(report: InputFile, scheme: SchemeName = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Verify what ``evaluate assess`` or ``evaluate report`` wrote. Exit code 1 names the first difference."""
    from api.cli.evaluating.choosing import scheme_chosen
    from api.cli.evaluating.json_input import read_json
    from api.cli.printing import emit, language
    from evaluation.audit import audit
    from evaluation.report.checking import audit_report
    from evaluation.report.reading import assessment_in
    from foundation.errors import InvalidInput

    told = read_json(report)
    keys = set(told) if isinstance(told, dict) else set()
    kind = "report" if "report" in keys else "content"
    if keys != {kind, "sha256"} or not isinstance(told[kind], dict):
        raise InvalidInput("report_shape", "要有 content（评价）或 report（报告），以及 sha256，共两项", field="report")
    content = told["content"] if kind == "content" else assessment_in(told)
    grading = content.get("grading") if isinstance(content, dict) else None
    chosen = scheme_chosen(scheme, grading.get("scheme") if isinstance(grading, dict) else None)
    found = (audit if kind == "content" else audit_report)(told[kind], str(told["sha256"]), chosen)
    if as_json:
        emit({"agrees": found.agrees, "numbers": found.numbers, "says": found.says.text(language())})
    else:
        typer.echo(found.says.text(language()))
    if not found.agrees:
        raise typer.Exit(1)
