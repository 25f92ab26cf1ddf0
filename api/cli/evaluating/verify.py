"""``docking evaluate verify REPORT.json``: every number of an export again, from the export alone."""

from __future__ import annotations

import typer

from api.cli.evaluating.choosing import SchemeName
from api.cli.options import AsJson, InputFile, Language


def verify(report: InputFile, scheme: SchemeName = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Verify. Exit code 1 when something differs; the first difference is named."""
    from api.cli.evaluating.choosing import scheme_chosen
    from api.cli.evaluating.json_input import read_json
    from api.cli.printing import emit, language
    from evaluation.audit import audit
    from foundation.errors import InvalidInput

    told = read_json(report)
    if not isinstance(told, dict) or set(told) != {"content", "sha256"} or not isinstance(told["content"], dict):
        raise InvalidInput("report_shape", "报告要有 content 和 sha256 两项", field="report")
    grading = told["content"].get("grading")
    chosen = scheme_chosen(scheme, grading.get("scheme") if isinstance(grading, dict) else None)
    found = audit(told["content"], str(told["sha256"]), chosen)
    if as_json:
        emit({"agrees": found.agrees, "numbers": found.numbers, "says": found.says.text(language())})
    else:
        typer.echo(found.says.text(language()))
    if not found.agrees:
        raise typer.Exit(1)
