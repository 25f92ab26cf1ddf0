"""Rows in, values out: the only page that reads and writes the tables of ``kb``. Always in bulk, never row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from foundation.database import Base
from foundation.text import normalise
from foundation.values import value_of
from kb.capability import Capability
from kb.expert import Equipment, Expert
from kb.imports import ImportReport, RowChange
from kb.provider import Centre, HostInstitution, Qualification
from kb.standards import StandardReference, standard_key
from kb.tables import (
    CapabilityRow,
    CapabilityStandardRow,
    CentreRow,
    EmbeddingRow,
    EquipmentRow,
    ExpertRow,
    HostInstitutionRow,
    ImportChangeRow,
    ImportRow,
    QualificationRow,
)

_AT_ONCE = 500
"""Ids in one IN clause: SQLite and PostgreSQL both take far more, plans stay short."""
_KEY_LENGTH = 100


# Centres and host institutions


def put_centre(session: Session, centre: Centre) -> None:
    """Insert or replace a centre, its host institution and its qualifications, by their ids."""
    host = centre.host
    session.merge(
        HostInstitutionRow(
            id=host.id, name=host.name, name_key=normalise(host.name), credit_code=host.credit_code or None
        )
    )
    session.flush()
    session.merge(
        CentreRow(
            id=centre.id,
            host_id=host.id,
            name=centre.name,
            name_key=normalise(centre.name),
            region=centre.region,
            approving_body=centre.approving_body,
            industries=list(centre.industries),
            contact=centre.contact,
            is_demonstration=centre.is_demonstration,
        )
    )
    session.flush()
    session.execute(delete(QualificationRow).where(QualificationRow.centre_id == centre.id))
    rows = [
        {"centre_id": centre.id, "position": position, **qualification.model_dump()}
        for position, qualification in enumerate(centre.qualifications)
    ]
    if rows:
        _insert(session, QualificationRow, rows)


def centres(session: Session, ids: Sequence[str] | None = None, name: str | None = None) -> list[Centre]:
    """Centres in the order of their names; with ``ids`` or ``name`` (compared normalised) only those."""
    query = select(CentreRow, HostInstitutionRow).join(HostInstitutionRow, CentreRow.host_id == HostInstitutionRow.id)
    if ids is not None:
        query = query.where(CentreRow.id.in_(ids))
    if name is not None:
        query = query.where(CentreRow.name_key == normalise(name))
    found = session.execute(query).all()
    certificates: dict[str, list[Qualification]] = {}
    held = select(QualificationRow).where(QualificationRow.centre_id.in_([row.id for row, _ in found]))
    for one in session.scalars(held.order_by(QualificationRow.centre_id, QualificationRow.position)):
        certificates.setdefault(one.centre_id, []).append(
            Qualification.model_validate(
                {"kind": one.kind, "number": one.number, "valid_from": one.valid_from, "valid_until": one.valid_until}
            )
        )
    values = [_centre(row, host, certificates.get(row.id, [])) for row, host in found]
    return sorted(values, key=lambda centre: (centre.name, centre.id))


def _centre(row: CentreRow, host: HostInstitutionRow, certificates: Sequence[Qualification]) -> Centre:
    return value_of(Centre, row, host=value_of(HostInstitution, host), qualifications=tuple(certificates))


def host_named(session: Session, name: str) -> HostInstitution | None:
    """The host institution of this name, compared normalised."""
    row = session.scalar(select(HostInstitutionRow).where(HostInstitutionRow.name_key == normalise(name)))
    return value_of(HostInstitution, row) if row else None


def lock_centre(session: Session, centre_id: str) -> bool:
    """Hold the centre's row until the transaction ends, so that imports of one centre queue; ``False`` if unknown."""
    query = select(CentreRow.id).where(CentreRow.id == centre_id).with_for_update()
    return session.scalar(query) is not None


def names_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Names of centres and experts by id; unknown ids are left out."""
    names: dict[str, str] = {}
    for chunk in _chunks(sorted(set(ids))):
        for table in (CentreRow, ExpertRow):
            found = session.execute(select(table.id, table.name).where(table.id.in_(chunk)))
            names.update(found.all())
    return names


# Capabilities


def capabilities(
    session: Session,
    provider_id: str | None = None,
    ids: Sequence[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Capability]:
    """Capabilities in the order of their ids; all of them, of one centre, or those with ``ids``."""
    return [value for _, value in _capabilities(session, provider_id, ids, limit, offset)]


def keyed_capabilities(session: Session, provider_id: str) -> dict[str, Capability]:
    """A centre's capabilities by natural key."""
    return dict(_capabilities(session, provider_id))


def capabilities_citing(session: Session, number: str, limit: int) -> list[Capability]:
    """Capabilities that cite a standard, whatever the year, in the order of their ids."""
    query = (
        select(CapabilityStandardRow.capability_id)
        .where(CapabilityStandardRow.number_key == standard_key(number)[:_KEY_LENGTH])
        .distinct()
        .order_by(CapabilityStandardRow.capability_id)
        .limit(limit)
    )
    return capabilities(session, ids=list(session.scalars(query)))


def _capabilities(
    session: Session,
    provider_id: str | None = None,
    ids: Sequence[str] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[tuple[str, Capability]]:
    if ids is not None:
        for chunk in _chunks(sorted(set(ids))):
            yield from _read_capabilities(session, [CapabilityRow.id.in_(chunk)])
        return
    where = [] if provider_id is None else [CapabilityRow.provider_id == provider_id]
    yield from _read_capabilities(session, where, limit, offset)


def _read_capabilities(
    session: Session, where: Sequence[Any], limit: int | None = None, offset: int = 0
) -> Iterator[tuple[str, Capability]]:
    chosen = select(CapabilityRow.id).where(*where).order_by(CapabilityRow.id).limit(limit).offset(offset)
    cited: dict[str, list[StandardReference]] = {}
    standard = CapabilityStandardRow
    query = select(standard.capability_id, standard.name, standard.number, standard.year)
    if where or limit is not None or offset:
        query = query.where(standard.capability_id.in_(chosen))
    for owner, name, number, year in session.execute(query.order_by(standard.capability_id, standard.position)):
        cited.setdefault(owner, []).append(StandardReference(name=name, number=number, year=year))
    table = CapabilityRow.__table__
    rows = select(table).where(*where).order_by(table.c.id).limit(limit).offset(offset)
    for row in session.execute(rows).mappings():
        fields = dict(row)
        key = fields.pop("natural_key")
        yield key, Capability.model_validate({**fields, "standards": tuple(cited.get(row["id"], ()))})


def add_capabilities(session: Session, keyed: Sequence[tuple[str, Capability]]) -> None:
    """Insert new rows with their natural keys."""
    if keyed:
        _insert(session, CapabilityRow, [_capability_columns(key, value) for key, value in keyed])
        _add_standards(session, [value for _, value in keyed])


def replace_capabilities(session: Session, keyed: Sequence[tuple[str, Capability]]) -> None:
    """Overwrite rows that exist, by id."""
    if keyed:
        _delete_chunked(session, CapabilityStandardRow.capability_id, [value.id for _, value in keyed])
        session.execute(update(CapabilityRow), [_capability_columns(key, value) for key, value in keyed])
        _add_standards(session, [value for _, value in keyed])


def delete_capabilities(session: Session, ids: Sequence[str]) -> None:
    """Remove rows and the standards they cite."""
    _delete_chunked(session, CapabilityStandardRow.capability_id, ids)
    _delete_chunked(session, CapabilityRow.id, ids)


def _capability_columns(key: str, value: Capability) -> dict[str, Any]:
    return {"natural_key": key, **value.model_dump(exclude={"standards"})}


def _add_standards(session: Session, values: Iterable[Capability]) -> None:
    rows = [
        {
            "capability_id": value.id,
            "position": position,
            "name": standard.name,
            "number": standard.number,
            "number_key": standard_key(standard.number)[:_KEY_LENGTH] if standard.number else None,
            "year": standard.year,
        }
        for value in values
        for position, standard in enumerate(value.standards)
    ]
    if rows:
        _insert(session, CapabilityStandardRow, rows)


# Experts and equipment


def put_experts(session: Session, values: Sequence[Expert]) -> None:
    """Insert or replace by id."""
    _put(session, ExpertRow, [{**value.model_dump(), "directions": list(value.directions)} for value in values])


def put_equipment(session: Session, values: Sequence[Equipment]) -> None:
    """Insert or replace by id."""
    _put(session, EquipmentRow, [{**value.model_dump(), "measures": list(value.measures)} for value in values])


def experts(session: Session, provider_id: str | None = None, ids: Sequence[str] | None = None) -> list[Expert]:
    """Experts in the order of their ids."""
    return [Expert.model_validate(row) for row in _listed(session, ExpertRow, provider_id, ids)]


def equipment(session: Session, provider_id: str | None = None) -> list[Equipment]:
    """Equipment in the order of its ids."""
    return [Equipment.model_validate(row) for row in _listed(session, EquipmentRow, provider_id, None)]


def _listed(
    session: Session,
    entity: type[ExpertRow] | type[EquipmentRow],
    provider_id: str | None,
    ids: Sequence[str] | None,
) -> Iterator[dict[str, Any]]:
    query = select(entity.__table__).order_by(entity.id)
    if provider_id is not None:
        query = query.where(entity.provider_id == provider_id)
    for chunk in [None] if ids is None else list(_chunks(sorted(set(ids)))):
        part = query if chunk is None else query.where(entity.id.in_(chunk))
        for row in session.execute(part).mappings():
            yield dict(row)


def _put(session: Session, entity: type[ExpertRow] | type[EquipmentRow], rows: Sequence[dict[str, Any]]) -> None:
    known: set[str] = set()
    for chunk in _chunks([row["id"] for row in rows]):
        known.update(session.scalars(select(entity.id).where(entity.id.in_(chunk))))
    if new := [row for row in rows if row["id"] not in known]:
        _insert(session, entity, new)
    if old := [row for row in rows if row["id"] in known]:
        session.execute(update(entity), old)


# Imports


def next_sequence(session: Session, provider_id: str) -> int:
    """The number of a centre's next import, 1 for the first."""
    last = session.scalar(select(func.max(ImportRow.sequence)).where(ImportRow.provider_id == provider_id))
    return (last or 0) + 1


def add_import(session: Session, report: ImportReport, actor_id: str, changes: Sequence[RowChange]) -> None:
    """Keep an import and what it did to each row."""
    fields = report.model_dump(exclude={"import_id", "findings", "capabilities"})
    findings = [finding.model_dump(mode="json") for finding in report.findings]
    _insert(session, ImportRow, [{"id": report.import_id, "actor_id": actor_id, "findings": findings, **fields}])
    if changes:
        rows = [
            {"import_id": report.import_id, "position": position, **change._asdict()}
            for position, change in enumerate(changes)
        ]
        _insert(session, ImportChangeRow, rows)


def imports(session: Session, provider_id: str | None = None, import_id: str | None = None) -> list[ImportReport]:
    """Imports by centre and sequence, oldest first, without their rows."""
    where = [] if provider_id is None else [ImportRow.provider_id == provider_id]
    return _imports(session, *where, *([] if import_id is None else [ImportRow.id == import_id]))


def _imports(session: Session, *where: Any) -> list[ImportReport]:
    query = select(ImportRow.__table__).where(*where).order_by(ImportRow.provider_id, ImportRow.sequence)
    found = [dict(row) for row in session.execute(query).mappings()]
    return [
        ImportReport.model_validate(
            {"import_id": row["id"], **{name: row[name] for name in row if name not in ("id", "actor_id")}}
        )
        for row in found
    ]


def changes(session: Session, import_id: str) -> list[RowChange]:
    """What an import did, in the order of its rows."""
    row = ImportChangeRow
    query = select(row.capability_id, row.natural_key, row.before, row.after).where(row.import_id == import_id)
    return [RowChange(*found) for found in session.execute(query.order_by(row.position))]


def later_imports(session: Session, report: ImportReport) -> list[ImportReport]:
    """Imports after this one, not undone, that touched or confirmed one of its rows; oldest first."""
    touched = select(ImportChangeRow.capability_id).where(ImportChangeRow.import_id == report.import_id)
    meeting = select(ImportChangeRow.import_id).where(ImportChangeRow.capability_id.in_(touched))
    return _imports(
        session,
        ImportRow.provider_id == report.provider_id,
        ImportRow.sequence > report.sequence,
        ImportRow.undone_at.is_(None),
        ImportRow.id.in_(meeting),
    )


def mark_undone(session: Session, report: ImportReport) -> None:
    """Keep when an import was undone."""
    session.execute(
        update(ImportRow).where(ImportRow.id == report.import_id).values(undone_at=report.undone_at),
        execution_options={"synchronize_session": False},
    )


# Embeddings


def load_embeddings(session: Session, model: str) -> dict[str, NDArray[np.float32]]:
    """Every vector known of a model, by passage digest."""
    query = select(EmbeddingRow.digest, EmbeddingRow.vector).where(EmbeddingRow.model == model)
    return {digest: np.frombuffer(vector, "<f4") for digest, vector in session.execute(query)}


def save_embeddings(session: Session, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Keep new vectors; those that another process has saved meanwhile stay as they are."""
    known: set[str] = set()
    for chunk in _chunks(list(vectors)):
        held = select(EmbeddingRow.digest).where(EmbeddingRow.model == model, EmbeddingRow.digest.in_(chunk))
        known.update(session.scalars(held))
    rows = [
        {"model": model, "digest": digest, "vector": vector.astype("<f4").tobytes()}
        for digest, vector in vectors.items()
        if digest not in known
    ]
    if rows:
        _insert(session, EmbeddingRow, rows)


def forget_embeddings(session: Session, keep: set[str]) -> int:
    """Remove vectors, of any model, of texts that are no longer there; how many."""
    gone = sorted(set(session.scalars(select(EmbeddingRow.digest))) - keep)
    _delete_chunked(session, EmbeddingRow.digest, gone)
    return len(gone)


def _insert(session: Session, entity: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """All rows in one statement. Through the table, since the ORM makes one batch for each pattern of nulls."""
    session.flush()
    session.execute(insert(cast(Table, entity.__table__)), rows)


def _delete_chunked(session: Session, column: Any, ids: Sequence[str]) -> None:
    for chunk in _chunks(ids):
        session.execute(
            delete(column.class_).where(column.in_(chunk)), execution_options={"synchronize_session": False}
        )


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
