"""``docking evaluate report --input FILE --out FOLDER``: the report as JSON, HTML, DOCX or PDF."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.evaluating.json_input import Input
from api.cli.options import AsJson, Language


class FormName(StrEnum):
    """What may be asked for."""

    html = "html"
    docx = "docx"
    pdf = "pdf"
    json = "json"
    all = "all"


Out = Annotated[Path, typer.Option("--out", "-o", file_okay=False, help="输出文件夹 / folder to write to")]
Assessed = Annotated[
    Path | None,
    typer.Option(
        "--assessment", "-a", exists=True, dir_okay=False, help="导出的评价，输入里没有时 / the exported assessment"
    ),
]
AskedForm = Annotated[FormName, typer.Option("--form", "-f", help="形式 / form")]


def report(
    source: Input,
    out: Out,
    assessment: Assessed = None,
    form: AskedForm = FormName.all,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Make a report. docs/method/report.md shows an input file; what is missing is named, all at once."""
    from api.cli.evaluating.json_input import read_json
    from api.cli.printing import emit, language, say
    from evaluation.report.forms import FORMS, written
    from evaluation.report.reading import read_report
    from foundation.errors import InvalidInput, NotReady

    given = read_json(source)
    if assessment is not None and isinstance(given, dict):
        if "assessment" in given:
            raise InvalidInput("assessment_given_twice", "评价写在输入里，又另给了文件", field="assessment")
        given["assessment"] = read_json(assessment)
    made = read_report(given, language())
    out.mkdir(parents=True, exist_ok=True)
    paths: dict[str, str] = {}
    for one in FORMS:
        if form.value not in (one, "all"):
            continue
        try:
            content = written(made, one, language())
        except NotReady as lacking:  # of all forms, those that this machine can make
            if form is not FormName.all:
                raise
            typer.echo(lacking.text(language()), err=True)
            continue
        path = out / f"report.{one}"
        path.write_bytes(content)
        paths[one] = str(path)
    if as_json:
        emit({"sha256": made.sha256, "files": paths})
        return
    for name in paths.values():
        typer.echo(name)
    say("报告摘要 {sha256}", sha256=made.sha256)
