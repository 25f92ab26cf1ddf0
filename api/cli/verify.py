"""``docking verify``: does what is stored still hold? The same checks a crash test makes."""

from __future__ import annotations

import typer

from api.cli.options import AsJson, Language


def verify(as_json: AsJson = False, lang: Language = None) -> None:
    """Check the audit chain, the index and the originals of attachments. Exit code 1 when something is off."""
    from api.cli.printing import emit, language, say
    from api.wiring import open_house
    from foundation.audit import head
    from foundation.audit import verify as verify_chain
    from foundation.errors import DockingError
    from intake.attachments.service import lost_originals

    with open_house() as house:
        with house.reading() as session:
            broken, end = verify_chain(session), head(session)
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
            emit({"audit": audit, "index": {"generation": generation, "fault": index_fault}, "lost": lost})
        else:
            if broken is None:
                say("审计链完整：{count} 条，末端 {hash}", count=end.sequence, hash=end.hash[:16])
            else:
                typer.echo(broken)
            if index_fault is None:
                say("索引完整：第 {generation} 代", generation=generation)
            else:
                typer.echo(index_fault)
            for sha256 in lost:
                say("附件的原件找不到或已损坏，请从备份恢复：{sha256}", sha256=sha256)
        if broken is not None or index_fault is not None or lost:
            raise typer.Exit(1)
