"""``docking knowledge``: scope annexes in, and out again; what is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.knowledge_facts import facts
from api.cli.options import AsJson, InputFile, Language

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

app.command("facts", help="登记或查看一个中心的密级、余力、利益冲突 / a centre's secrecy, capacity, conflicts")(facts)

SHOWN = 20


@app.callback()
def group() -> None:
    """What is known."""


@app.command("import", help="导入一份附表（xlsx、csv、docx、pdf）/ import a scope annex")
def import_(
    file: InputFile,
    provider: Annotated[str | None, typer.Option(help="中心名称或编号 / centre name or id")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只读不存 / read only")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """All or nothing: either every readable row is stored, or none. Reading again updates and never doubles."""
    from api.cli.printing import emit, language, progress, say
    from api.importing import import_file
    from api.wiring import open_house
    from foundation.actors import OPERATOR

    with open_house() as house:
        answer = import_file(house, OPERATOR, file, provider, language(), dry_run)
        if as_json:
            emit(answer.model_dump(mode="json"))
        else:
            say(
                "{file} → {provider}：读出 {read} 行，可用 {imported} 行",
                file=answer.file,
                provider=answer.provider,
                read=answer.rows_read,
                imported=answer.rows_imported,
            )
            for finding in answer.findings[:SHOWN]:
                place = " ".join(str(part) for part in (finding.part, finding.row, finding.column) if part)
                mark = "✘" if finding.severity == "error" else "!"
                hint = f" → {finding.proposal}" if finding.proposal else ""
                typer.echo(f"  {mark} {place}  {finding.reason}{hint}")
            if len(answer.findings) > SHOWN:
                say("  … 另有 {more} 处，用 --json 看全部", more=len(answer.findings) - SHOWN)
        if not dry_run:
            with progress("embedding") as update:
                house.refresh_index(update)
            if not as_json:
                say(
                    "已存入：新增 {added}，更新 {updated}，未变 {unchanged}。撤销：docking knowledge undo {id}",
                    added=answer.added,
                    updated=answer.updated,
                    unchanged=answer.unchanged,
                    id=answer.import_id,
                )
        elif not as_json:
            say("试读，没有存入任何内容")


@app.command("undo", help="撤销一次导入 / undo an import")
def undo(
    import_id: Annotated[str, typer.Argument(help="导入编号 / import id")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Every row goes back to what it was before."""
    from api.cli.printing import emit, progress, say
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from kb.service import undo_import

    with open_house() as house:
        with house.working(OPERATOR) as work:
            report = undo_import(work, import_id)
        with progress("embedding") as update:
            house.refresh_index(update)
        if as_json:
            emit({"import_id": report.import_id, "added": report.added, "updated": report.updated})
        else:
            say("已撤销：去掉新增的 {added} 行，还原更新的 {updated} 行", added=report.added, updated=report.updated)


@app.command("check", help="检查行业知识：断链、重名、未知标准、单位 / check the trade knowledge")
def check(
    standards: Annotated[
        Path | None,
        typer.Option(help="核对标准名称的文件（csv、csv.gz）", exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Every fault of the shipped trade files and of one's own; exit code 1 when there is any."""
    from api.cli.printing import emit, language, say
    from foundation.settings import read_settings
    from kb.trade.check import check as check_knowledge
    from kb.trade.reading import read_knowledge

    report = check_knowledge(read_knowledge(read_settings().knowledge_folders), standards)
    if as_json:
        findings = [{"file": f.file, "entry": f.entry, "reason": f.reason.text(language())} for f in report.findings]
        emit({"counts": report.counts.model_dump(), "findings": findings})
    else:
        say(
            "{fields} 个领域，{products} 种产品，{parameters} 个参数，能力目录 {catalogue_lines} 行；"
            "{symptoms} 个症状、{wordings} 种说法，{failures} 种失效；{cases} 条来信；中英对照 {glossary_pairs} 对",
            **report.counts.model_dump(),
        )
        say(
            "产品分类：{classes} 类，{kinds} 个下位产品",
            **report.counts.model_dump(),
        )
        say(
            "标准 {standards} 个：已核实 {verified}，未核实 {unverified}，与核对文件矛盾 {contradicting}",
            **report.counts.model_dump(),
        )
        for finding in report.findings:
            typer.echo(f"  ✘ {finding.file} · {finding.entry}  {finding.reason.text(language())}")
        if not report.findings:
            say("没有发现错误")
    if report.findings:
        raise typer.Exit(1)


@app.command("list", help="有哪些中心、能力、专家、设备 / what there is")
def list_(as_json: AsJson = False, lang: Language = None) -> None:
    """Each centre with the number of its capabilities, experts and equipment."""
    from collections import Counter

    from api.cli.printing import emit, say
    from api.wiring import open_house
    from kb.service import list_capabilities, list_centres, list_equipment, list_experts, list_imports

    with open_house() as house:
        with house.reading() as session:
            centres = list_centres(session)
            rows = Counter(c.provider_id for c in list_capabilities(session))
            people = Counter(e.provider_id for e in list_experts(session))
            tools = Counter(e.provider_id for e in list_equipment(session))
            imports = list_imports(session)
        if as_json:
            emit(
                {
                    "centres": [
                        {
                            "id": c.id,
                            "name": c.name,
                            "host": c.host.name,
                            "capabilities": rows[c.id],
                            "experts": people[c.id],
                            "equipment": tools[c.id],
                        }
                        for c in centres
                    ],
                    "imports": [{"id": i.import_id, "file": i.file, "rows": i.rows_imported} for i in imports],
                }
            )
            return
        if not centres:
            say("还没有任何中心：docking demo 放入示范数据，或 docking knowledge import 导入附表")
        for c in centres:
            say(
                "{name}：能力 {rows} 行，专家 {people} 位，设备 {tools} 台",
                name=c.name,
                rows=rows[c.id],
                people=people[c.id],
                tools=tools[c.id],
            )
        if people[None]:
            say("不属于任何中心的专家 {people} 位", people=people[None])


@app.command("erase", help="应本人要求删除一位专家，连同索引档案里的内容 / erase an expert, in the archive too")
def erase(
    expert: Annotated[str, typer.Argument(help="专家编号 / expert id")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Out of the pool, the index and the archive (PIPL 47); matches made on an index with them cannot be replayed."""
    from api.cli.printing import emit, progress, say
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from kb.archive import erase_expert
    from kb.generations import keep_current_only

    with open_house() as house:
        with house.working(OPERATOR) as work:
            archived = erase_expert(work, expert)
        with progress("embedding") as update:
            house.refresh_index(update, is_full=True)
        keep_current_only(house.settings.index_dir)
        if as_json:
            emit({"expert": expert, "archived": archived})
        else:
            say("已删除 {expert}，索引档案里删去 {archived} 条，索引已重建", expert=expert, archived=archived)
