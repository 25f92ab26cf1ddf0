"""``docking engagement document | template | compare | files``: the papers of a project."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, Language

Engagement = Annotated[str, typer.Argument(help="项目编号 / project id")]
Out = Annotated[Path | None, typer.Option("--out", "-o", dir_okay=False, help="写到哪个文件 / file to write")]


class FormName(StrEnum):
    """What may be asked for."""

    docx = "docx"
    pdf = "pdf"


def add(group: typer.Typer) -> None:
    """Put the commands into the group."""
    group.command("document", help="协议文本：DOCX 或 PDF / the agreement as DOCX or PDF")(document)
    group.command("template", help="取出附带的协议模板，改好放回 / the shipped template, to be edited")(template)
    group.command("compare", help="两版方案与报价有什么不同 / what changed between two offers")(compare)
    group.command("files", help="项目的文件：列出、存入、取出 / files: list, keep, fetch")(files)


def document(
    engagement: Engagement,
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="第几版；不写就是最新的 / version; the newest without it")
    ] = None,
    form: Annotated[FormName, typer.Option("--format", "-f", help="形式 / form")] = FormName.docx,
    out: Out = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write the agreement of a version, or the draft on the table. A centre's own template is taken where there is one:
    templates/<centre>/agreement.docx or templates/agreement.docx in the data folder (agreement.en.docx in English)."""
    from api.cli.printing import emit, language, say
    from api.projects.reading import agreement_for
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        paper = agreement_for(house, OPERATOR, engagement, version, form.value, language())
    path = out or Path(paper.name)
    path.write_bytes(paper.content)
    if as_json:
        emit({"file": str(path), "version": paper.version, "digest": paper.digest, "bytes": len(paper.content)})
        return
    typer.echo(str(path))
    say("协议第 {version} 版，条款摘要 {digest}", version=paper.version, digest=paper.digest)


def template(out: Out = None, lang: Language = None) -> None:
    """Write the shipped template. Edited, it goes into the folder templates of the data folder."""
    from api.cli.printing import language
    from engagement.documents.template import shipped, template_file

    path = out or Path(template_file(language()))
    path.write_bytes(shipped(language()))
    typer.echo(str(path))


def compare(
    engagement: Engagement,
    before: Annotated[int, typer.Argument(min=1, help="先前的一版 / the earlier version")],
    after: Annotated[int, typer.Argument(min=1, help="后来的一版 / the later version")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Field by field, in words."""
    from api.cli.printing import emit, language, say
    from api.projects.reading import project_for
    from api.wiring import open_house
    from engagement.talks import compared
    from foundation.actors import OPERATOR

    with open_house() as house:
        changes = compared(project_for(house, OPERATOR, engagement, "offers"), before, after)
    if as_json:
        emit([{**one.model_dump(mode="json"), "text": one.says.text(language())} for one in changes])
        return
    for one in changes:
        typer.echo(one.says.text(language()))
    if not changes:
        say("两版相同")


def files(
    engagement: Engagement,
    keep: Annotated[
        Path | None, typer.Option("--add", exists=True, dir_okay=False, readable=True, help="存入文件 / keep a file")
    ] = None,
    get: Annotated[str | None, typer.Option("--get", help="取出：SHA-256 / fetch by SHA-256")] = None,
    out: Out = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """List the files of a project; with --add keep one, with --get write one to --out."""
    from api.cli.printing import emit
    from api.projects.files import keep_file
    from api.projects.reading import file_for, project_for
    from api.wiring import open_house
    from engagement.files import list_kept
    from foundation.actors import OPERATOR

    with open_house() as house:
        if keep is not None:
            with keep.open("rb") as source:
                content = source.read(house.settings.max_upload_bytes + 1)
            keep_file(house, OPERATOR, engagement, keep.name, content)
        if get is not None:
            one, found = file_for(house, OPERATOR, engagement, get)
            path = out or Path(one.name)
            path.write_bytes(found)
            typer.echo(str(path))
            return
        project_for(house, OPERATOR, engagement, "files")
        with house.reading() as session:
            kept = list_kept(session, engagement)
    if as_json:
        emit([one.model_dump(mode="json") for one in kept])
        return
    for one in kept:
        typer.echo(f"{one.sha256}  {one.size:>10}  {one.kept_at:%Y-%m-%d}  {one.name}")
