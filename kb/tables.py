"""Tables of what is known. Touched by ``kb/store.py`` and migrations only.

Capabilities and their standards are two tables, so that a standard's number finds the rows that cite it. An import
keeps, for each row it touched, the row before and after: enough to undo it exactly.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class HostInstitutionRow(Base):
    """A legal person behind centres (S0-02); ``name_key`` is the name as it is compared."""

    __tablename__ = "host_institutions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    credit_code: Mapped[str | None] = mapped_column(String(32), unique=True)


class CentreRow(Base):
    """An inspection centre (S0-02)."""

    __tablename__ = "centres"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    host_id: Mapped[str] = mapped_column(ForeignKey("host_institutions.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    region: Mapped[str | None] = mapped_column(Text)
    approving_body: Mapped[str | None] = mapped_column(Text)
    industries: Mapped[list[str]] = mapped_column(JSON)
    contact: Mapped[str | None] = mapped_column(Text)
    is_demonstration: Mapped[bool] = mapped_column(Boolean)


class QualificationRow(Base):
    """A certificate of a centre (S0-30)."""

    __tablename__ = "qualifications"

    centre_id: Mapped[str] = mapped_column(ForeignKey("centres.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)


class CapabilityRow(Base):
    """A row of a scope annex (S0-30). ``natural_key`` tells that a row read again is the same row."""

    __tablename__ = "capabilities"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("centres.id"), index=True)
    natural_key: Mapped[str] = mapped_column(String(64), unique=True)
    product: Mapped[str | None] = mapped_column(Text)
    parameter: Mapped[str | None] = mapped_column(Text)
    restriction: Mapped[str | None] = mapped_column(Text)
    method_clause: Mapped[str | None] = mapped_column(Text)
    method_range: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    field_code: Mapped[str | None] = mapped_column(Text)
    site: Mapped[str | None] = mapped_column(Text)
    qualification: Mapped[str | None] = mapped_column(String(8))
    certificate_number: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    raw: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)


class CapabilityStandardRow(Base):
    """A standard that a capability cites; ``number_key`` as :func:`kb.standards.standard_key` folds it."""

    __tablename__ = "capability_standards"

    capability_id: Mapped[str] = mapped_column(ForeignKey("capabilities.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    number_key: Mapped[str | None] = mapped_column(Text, index=True)
    year: Mapped[str | None] = mapped_column(String(4))


class ExpertRow(Base):
    """A person of the pool (S0-28)."""

    __tablename__ = "experts"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    provider_id: Mapped[str | None] = mapped_column(ForeignKey("centres.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    title_level: Mapped[str] = mapped_column(String(20))
    degree: Mapped[str | None] = mapped_column(String(20))
    years_of_quality_work: Mapped[int | None] = mapped_column(Integer)
    has_project_experience: Mapped[bool | None] = mapped_column(Boolean)
    field: Mapped[str | None] = mapped_column(Text)
    directions: Mapped[list[str]] = mapped_column(JSON)
    profile: Mapped[str] = mapped_column(Text)
    engagement: Mapped[str] = mapped_column(String(24))


class EquipmentRow(Base):
    """One piece of equipment (S0-13)."""

    __tablename__ = "equipment"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("centres.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    model: Mapped[str | None] = mapped_column(Text)
    measures: Mapped[list[str]] = mapped_column(JSON)
    measuring_range: Mapped[str | None] = mapped_column(Text)
    is_shared: Mapped[bool] = mapped_column(Boolean)


class ImportRow(Base):
    """One annex taken in. ``sequence`` counts the imports of a centre: order is never told by time."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("provider_id", "sequence"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("centres.id"))
    sequence: Mapped[int] = mapped_column(Integer)
    file: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    rows_read: Mapped[int] = mapped_column(Integer)
    rows_imported: Mapped[int] = mapped_column(Integer)
    added: Mapped[int] = mapped_column(Integer)
    updated: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportChangeRow(Base):
    """What an import did to one row: ``before`` is null for a new one, both are null for one it found unchanged."""

    __tablename__ = "import_changes"
    __table_args__ = (Index(None, "capability_id"),)

    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    capability_id: Mapped[str] = mapped_column(String(40))
    natural_key: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class EmbeddingRow(Base):
    """The vector of a passage text by a model: a cache, so that only what changed is embedded again."""

    __tablename__ = "embeddings"

    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class ArchivedPassageRow(Base):
    """A passage that was ever part of a published index, once: ``key`` is the SHA-256 of its line, all of it.

    ``content`` is the line, compressed; null once it was struck at somebody's request, and ``passage_id`` still says
    whose it was.
    """

    __tablename__ = "archived_passages"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    passage_id: Mapped[str] = mapped_column(String(40), index=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    struck_at: Mapped[datetime | None] = mapped_column(Moment)


class ArchivedIndexRow(Base):
    """What one published index was made of: the numbers of its passages in order, and all else that shapes it.

    An index that holds only what changed names its ``base``, what was added to it and which of its rows are hidden.
    """

    __tablename__ = "archived_indexes"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    base: Mapped[str | None] = mapped_column(String(64))
    passages: Mapped[bytes] = mapped_column(LargeBinary)
    hidden: Mapped[bytes] = mapped_column(LargeBinary)
    model: Mapped[str] = mapped_column(String(200))
    tokeniser: Mapped[str] = mapped_column(String(100))
    user_words: Mapped[list[str]] = mapped_column(JSON)
    trade: Mapped[str] = mapped_column(String(64))
    format: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime] = mapped_column(Moment)


class ArchivedTradeRow(Base):
    """The trade knowledge an index was built with, compiled for one model: files change, and runs are replayed."""

    __tablename__ = "archived_trades"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CentreProfileRow(Base):
    """What a centre has registered of itself beside its scope (S0-27, S1-10); ``conflicts`` null: nothing declared."""

    __tablename__ = "centre_facts"

    centre_id: Mapped[str] = mapped_column(ForeignKey("centres.id", ondelete="CASCADE"), primary_key=True)
    secrecy_level: Mapped[str | None] = mapped_column(String(16))
    capacity: Mapped[int | None] = mapped_column(Integer)
    conflicts: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
