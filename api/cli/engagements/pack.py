"""``docking engagement pack`` and ``verify``: the closure pack, made here and checked anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson, InputFile, Language

Engagement = Annotated[str, typer.Argument(help="项目编号 / id of the project")]


def add(group: typer.Typer) -> None:
    """Put the commands into the group."""
    group.command("pack", help="终结材料包：一个能自己证明的 ZIP / the closure pack")(pack)
    group.command("verify", help="核对终结材料包，不需要数据库 / check a closure pack, no database needed")(verify)


def pack(
    engagement_id: Engagement,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件 / the file to write")],
    with_secret: Annotated[bool, typer.Option("--with-secret", help="密级为商密也放内容 / secret content too")] = False,
    without_files: Annotated[bool, typer.Option("--without-files", help="不放项目存的文件 / no kept files")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Nothing changed since the last pack gives the same bytes again."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from engagement.pack.making import make_pack
    from foundation.actors import OPERATOR

    with open_house() as house, house.working(OPERATOR) as work:
        made = make_pack(
            work,
            engagement_id,
            with_secret=with_secret,
            with_files=not without_files,
            kept_years=house.settings.pack_kept_years,
        )
    out.write_bytes(made.content)
    if as_json:
        emit(made.manifest.model_dump(mode="json"))
        return
    say("终结材料包第 {number} 份：{members} 个文件", number=made.manifest.number, members=made.manifest.file_count)
    say("摘要 {digest}；请另外记一处，以后核对用", digest=made.manifest.digest)
    for line in made.manifest.withheld:
        say(line)


def verify(
    pack: InputFile,
    digest: Annotated[str | None, typer.Option("--digest", help="做包时另记的摘要 / as noted when it was made")] = None,
    here: Annotated[
        bool, typer.Option("--here", help="再与这里的审计链核对 / hold it against the audit chain of this house too")
    ] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Exit code 0: everything holds; 1: the first difference is named."""
    from api.cli.printing import emit, language, say
    from engagement.pack.verifying import verified

    found = verified(pack, digest)
    if here and found.fault is None and found.manifest is not None:
        from api.wiring import open_house
        from engagement.pack.recorded import recorded_fault

        with open_house() as house, house.reading() as session:
            found = found.model_copy(update={"fault": recorded_fault(session, found.manifest)})
    fault = found.fault.text(language()) if found.fault else None
    if as_json:
        manifest = found.manifest.model_dump(mode="json", exclude={"members"}) if found.manifest else None
        told = found.model_dump(mode="json", exclude={"manifest", "fault"})
        emit({"holds": fault is None, "fault": fault, "manifest": manifest} | told)
    elif fault is not None:
        say("不一致：{fault}", fault=fault)
    else:
        say("完好：{members} 个文件，日志 {entries} 行，链、记录、判定和摘要都对", **found.model_dump())
        if found.is_withheld:
            say("商密内容没有放进来：只按摘要核对了日志链")
        if here:
            say("这里的审计链记着这个包的摘要")
        elif digest is None:
            say("没有给另记的摘要：整包重做的伪造只有凭它才看得出来")
    if fault is not None:
        raise typer.Exit(1)
