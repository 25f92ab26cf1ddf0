"""``docking verify``: does what is stored still hold? The same checks a crash test makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from engagement.checking import Fault


def verify(as_json: AsJson = False, lang: Language = None) -> None:
    """Check the audit chain, the projects' logs, the index and the originals. Exit code 1 when something is off."""
    from api.cli.printing import emit, language, say
    from api.wiring import open_house
    from engagement.checking import check_all
    from foundation.audit import head
    from foundation.audit import verify as verify_chain
    from foundation.errors import DockingError
    from intake.attachments.service import lost_originals

    with open_house() as house:
        with house.reading() as session:
            broken, end = verify_chain(session), head(session)
            services = check_all(session)
            lost = lost_originals(session, house.settings.attachments_dir)
        index_fault, generation = None, 0
        try:
            snapshot = house.snapshot
            generation = snapshot.generation
            index_fault = next((warning.text(language()) for warning in snapshot.warnings), None)
        except DockingError as fault:
            index_fault = fault.text(language())
        if as_json:
            audit = {"entries": end.sequence, "head": end.hash, "fault": broken}
            index = {"generation": generation, "fault": index_fault}
            emit({"audit": audit, "projects": services.model_dump(mode="json"), "index": index, "lost": lost})
        else:
            if broken is None:
                say("审计链完整：{count} 条，末端 {hash}", count=end.sequence, hash=end.hash[:16])
            else:
                typer.echo(broken)
            if not services.faults:
                say("项目记录完整：{count} 个", count=services.count)
            if services.erased:
                say("其中 {count} 个的内容已按保存期删除，记录凭留下的摘要核对", count=services.erased)
            for one in services.faults[:1]:
                _say_broken(one, len(services.faults))
            if index_fault is None:
                say("索引完整：第 {generation} 代", generation=generation)
            else:
                typer.echo(index_fault)
            for sha256 in lost:
                say("附件的原件找不到或已损坏，请从备份恢复：{sha256}", sha256=sha256)
        if broken is not None or services.faults or index_fault is not None or lost:
            raise typer.Exit(1)


def _say_broken(fault: Fault, count: int) -> None:
    """The first broken project, by what does not hold of it."""
    from api.cli.printing import say

    facts: dict[str, object] = {"id": fault.engagement_id, "number": fault.number or 0, "count": count}
    match fault.what:
        case "unreadable":
            say("项目 {id} 的记录读不出来或缺条（共 {count} 个项目有问题）", **facts)
        case "chain":
            say("项目 {id} 的第 {number} 条记录接不上前一条（共 {count} 个项目有问题）", **facts)
        case "fold":
            say("项目 {id} 与它的 {number} 条记录不符（共 {count} 个项目有问题）", **facts)
        case "columns":
            say("项目 {id} 的清单内容与项目不符（共 {count} 个项目有问题）", **facts)
        case "audit":
            say("项目 {id} 的第 {number} 条记录与审计不符（共 {count} 个项目有问题）", **facts)
