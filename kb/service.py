"""Use cases of the knowledge base: registering centres, experts and equipment, importing scope annexes, undoing that.

Writing functions take a :class:`~foundation.unit_of_work.Work` and are all or nothing in the caller's transaction;
reading functions take a session. Who may call them is the door's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.text import clean
from foundation.unit_of_work import Work
from kb import store
from kb.capability import Capability
from kb.expert import Equipment, Expert
from kb.importing.annex import Annex
from kb.imports import ImportReport, compare, is_as_left
from kb.provider import Centre, HostInstitution, Qualification, unknown_centre

LONGEST_NAME = 200
"""Characters in the name of a centre or a host institution."""


def add_centre(
    work: Work,
    *,
    name: str,
    host_name: str,
    host_credit_code: str | None = None,
    region: str | None = None,
    approving_body: str | None = None,
    industries: Sequence[str] = (),
    qualifications: Sequence[Qualification] = (),
    contact: str | None = None,
    is_demonstration: bool = False,
) -> Centre:
    """Register a centre with its host institution (S0-02); a host of the same name is the same host.

    Raises InvalidInput for an empty or overlong name, Conflict (``centre_exists``) for a name that is taken.
    """
    name, host_name = _name(name, "name"), _name(host_name, "host_name")
    if store.centres(work.session, name=name):
        raise Conflict("centre_exists", "已经有名为“{name}”的中心", name=name)
    host = store.host_named(work.session, host_name) or HostInstitution(id=work.new_id("hst"), name=host_name)
    if host.credit_code is None:
        host = host.model_copy(update={"credit_code": host_credit_code})
    centre = Centre(
        id=work.new_id("ctr"),
        name=name,
        host=host,
        region=region,
        approving_body=approving_body,
        industries=tuple(industries),
        qualifications=tuple(qualifications),
        contact=contact,
        is_demonstration=is_demonstration,
    )
    put_centres(work, [centre])
    return centre


def put_centres(work: Work, centres: Iterable[Centre]) -> None:
    """Insert or replace centres by their ids, with host institutions and qualifications."""
    for centre in centres:
        store.put_centre(work.session, centre)
        facts = {"host": centre.host.id, "qualifications": len(centre.qualifications)}
        work.record("centre.registered", centre.id, facts)


def put_experts(work: Work, experts: Sequence[Expert]) -> None:
    """Insert or replace experts by their ids (S0-28). Raises NotFound for an unknown centre."""
    _check_centres(work.session, [expert.provider_id for expert in experts if expert.provider_id])
    store.put_experts(work.session, experts)
    work.record("experts.registered", "experts", {"count": len(experts)})


def put_equipment(work: Work, equipment: Sequence[Equipment]) -> None:
    """Insert or replace equipment by its ids (S0-13). Raises NotFound for an unknown centre."""
    _check_centres(work.session, [one.provider_id for one in equipment])
    store.put_equipment(work.session, equipment)
    work.record("equipment.registered", "equipment", {"count": len(equipment)})


def import_annex(
    work: Work, annex: Annex, provider_id: str, qualification: Qualification | None = None
) -> ImportReport:
    """Take a centre's scope annex in (S0-30): new rows are added, known ones updated, none is ever doubled.

    Certificate and dates come from ``qualification``, else from the annex's headings. Rows of earlier annexes that
    this one does not name stay: an annex may be a part only. Raises NotFound for an unknown centre.
    """
    session = work.session
    if not store.lock_centre(session, provider_id):
        raise unknown_centre(provider_id)
    (centre,) = store.centres(session, ids=[provider_id])
    stored = store.keyed_capabilities(session, provider_id)
    outcome = compare(annex, provider_id, centre.qualifications, qualification, stored, lambda: work.new_id("cap"))
    report = ImportReport(
        import_id=work.new_id("imp"),
        provider_id=provider_id,
        sequence=store.next_sequence(session, provider_id),
        file=annex.file,
        at=work.now,
        rows_read=annex.rows_read,
        rows_imported=len(outcome.rows),
        added=len(outcome.new),
        updated=len(outcome.changed),
        unchanged=len(outcome.rows) - len(outcome.new) - len(outcome.changed),
        findings=annex.findings,
        capabilities=outcome.rows,
    )
    store.add_capabilities(session, outcome.new)
    store.replace_capabilities(session, outcome.changed)
    store.add_import(session, report, work.actor.id, outcome.changes)
    facts = {
        "centre": provider_id,
        "rows_read": report.rows_read,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "findings": len(report.findings),
    }
    work.record("annex.imported", report.import_id, facts)
    return report


def undo_import(work: Work, import_id: str) -> ImportReport:
    """Put every row back as it was before this import; rows it added are removed.

    Raises NotFound; Conflict when it was undone already (``import_undone``), when a later import rests on the same
    rows (``import_overtaken``, naming those to undo first), or when rows were changed otherwise
    (``import_rows_changed``).
    """
    session = work.session
    found = store.imports(session, import_id=import_id)
    if not found:
        raise NotFound("import_unknown", "没有这次导入：{import_id}", import_id=import_id)
    store.lock_centre(session, found[0].provider_id)
    (stored,) = store.imports(session, import_id=import_id)  # again, now that nobody else can undo it
    if stored.undone_at is not None:
        raise Conflict("import_undone", "这次导入已经撤销过了：{import_id}", import_id=import_id)
    if later := store.later_imports(session, stored):
        names = "、".join(f"{report.import_id}（{report.file}）" for report in later)
        raise Conflict("import_overtaken", "之后的导入用到了同样的行，请先撤销：{later}", later=names)
    changes = [change for change in store.changes(session, import_id) if change.after is not None]
    ids = [change.capability_id for change in changes]
    now = {value.id: value for value in store.capabilities(session, ids=ids)}
    moved = [change.capability_id for change in changes if not is_as_left(change, now.get(change.capability_id))]
    if moved:
        shown = "、".join(moved[:5])
        raise Conflict(
            "import_rows_changed", "导入之后又有 {count} 行被改过，不能撤销：{rows}", count=len(moved), rows=shown
        )
    store.delete_capabilities(session, [change.capability_id for change in changes if change.before is None])
    before = [
        (change.natural_key, Capability.model_validate(change.before))
        for change in changes
        if change.before is not None
    ]
    store.replace_capabilities(session, before)
    report = stored.model_copy(update={"undone_at": work.now})
    store.mark_undone(session, report)
    facts = {"centre": report.provider_id, "removed": len(changes) - len(before), "restored": len(before)}
    work.record("annex.undone", import_id, facts)
    return report


def find_centre(session: Session, name_or_id: str) -> Centre:
    """The centre with this id, or with this name (compared normalised). Raises NotFound."""
    found = store.centres(session, ids=[name_or_id]) or store.centres(session, name=name_or_id)
    if not found:
        raise unknown_centre(name_or_id)
    return found[0]


def list_centres(session: Session, ids: Sequence[str] | None = None) -> list[Centre]:
    """All centres, or those with ``ids``, by name."""
    return store.centres(session, ids)


def list_capabilities(
    session: Session, provider_id: str | None = None, limit: int | None = None, offset: int = 0
) -> list[Capability]:
    """Capabilities of a centre, or of all, in the order of their ids."""
    return store.capabilities(session, provider_id, limit=limit, offset=offset)


def get_capabilities(session: Session, ids: Sequence[str]) -> list[Capability]:
    """The capabilities with these ids that are still there, in the order of ``ids``."""
    found = {value.id: value for value in store.capabilities(session, ids=ids)}
    return [found[one] for one in ids if one in found]


def capabilities_citing(session: Session, standard: str, limit: int = 100) -> list[Capability]:
    """Capabilities that cite a standard, whatever spelling and year: ``GB/T 1843-2008`` finds ``GBT1843``."""
    return store.capabilities_citing(session, standard, limit)


def list_experts(session: Session, provider_id: str | None = None, ids: Sequence[str] | None = None) -> list[Expert]:
    """Experts of a centre, or with ``ids``, or all."""
    return store.experts(session, provider_id, ids)


def get_expert(session: Session, expert_id: str) -> Expert:
    """One expert; NotFound when there is none."""
    found = store.experts(session, ids=[expert_id])
    if not found:
        raise NotFound("expert_unknown", "没有这位专家：{expert}", expert=expert_id)
    return found[0]


def list_equipment(session: Session, provider_id: str | None = None) -> list[Equipment]:
    """Equipment of a centre, or all."""
    return store.equipment(session, provider_id)


def list_imports(session: Session, provider_id: str | None = None) -> list[ImportReport]:
    """Imports by centre, oldest first, without their rows."""
    return store.imports(session, provider_id)


def get_import(session: Session, import_id: str) -> ImportReport:
    """One import, without its rows; NotFound when there is none."""
    found = store.imports(session, import_id=import_id)
    if not found:
        raise NotFound("import_unknown", "没有这次导入：{import_id}", import_id=import_id)
    return found[0]


def imported_since(session: Session, moment: datetime) -> list[tuple[ImportReport, tuple[Capability, ...]]]:
    """Imports from ``moment`` on that were not undone, oldest first, each with the rows it added or changed."""
    reports = [one for one in store.imports(session) if one.at >= moment and one.undone_at is None]
    found = []
    for report in sorted(reports, key=lambda one: (one.at, one.import_id)):
        ids = [change.capability_id for change in store.changes(session, report.import_id) if change.after is not None]
        found.append((report, tuple(get_capabilities(session, ids))))
    return found


def names_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Names of centres and experts by id; unknown ids are left out."""
    return store.names_of(session, ids)


def _name(text: str, field: str) -> str:
    name = clean(text)
    if not name:
        raise InvalidInput("name_empty", "名称不能为空", field=field)
    if len(name) > LONGEST_NAME:
        raise InvalidInput("name_too_long", "名称太长：最多 {most} 个字", field=field, most=LONGEST_NAME)
    return name


def _check_centres(session: Session, ids: Iterable[str]) -> None:
    wanted = sorted(set(ids))
    unknown = set(wanted) - {centre.id for centre in store.centres(session, ids=wanted)}
    if unknown:
        raise unknown_centre(min(unknown))
