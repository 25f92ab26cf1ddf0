"""What others may find of a demand (S0-19, S0-37): open, confirmed, released by a person, and nothing but that wording.

Denied by default: a value that was read from the enterprise's words goes out only when it, or the words it was read
from, stand in the condensed version that was released. Contacts, budgets and dates never do.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from foundation.markings import state_secret_marking
from foundation.secrecy import Level, highest
from foundation.text import fold
from foundation.values import Value
from intake.audience import Audience
from intake.demand import Demand, DemandStatus
from intake.fields import FieldName
from intake.releasing.condense import ENTERPRISE, REMOVED, redact

OPEN: tuple[DemandStatus, ...] = ("published", "matched", "no_capability")
"""Released and still waiting for somebody: matched demands are, until they are docked."""


class Released(Value):
    """A demand as others may find it. ``text`` is the condensed version, word for word."""

    id: str
    title: str
    text: str
    product: str | None = None
    problem: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    industry: str | None = None
    region: str | None = None
    service_category: str | None = None
    level: Level
    audience: Audience
    status: DemandStatus
    version: int
    published_at: datetime

    @property
    def whole(self) -> str:
        """Title and text."""
        return " ".join(part for part in (self.title, self.text) if part)


def text_hash(title: str, text: str) -> str:
    """SHA-256 of exactly this title and text."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def released(demand: Demand) -> Released | None:
    """What may be found of a demand; ``None`` when that is nothing at all."""
    if demand.status not in OPEN or demand.confirmed_at is None or demand.published_at is None:
        return None
    if highest(demand.level) == "secret" or state_secret_marking(f"{demand.title}\n{demand.text}") is not None:
        return None
    if demand.audience is None or demand.released_hash != text_hash(demand.title, demand.condensed):
        return None
    title = redact(demand.title)
    public = _squeezed(f"{title} {demand.condensed}")
    product = _standing(demand, "product", public)
    return Released(
        id=demand.id,
        title=title,
        text=demand.condensed,
        product=product[0] if product else None,
        problem=_standing(demand, "problem", public),
        parameters=_standing(demand, "parameters", public),
        standards=_standing(demand, "standards", public),
        industry=demand.draft.value("industry"),
        region=demand.draft.value("region"),
        service_category=demand.draft.value("service_category"),
        level=demand.level,
        audience=demand.audience,
        status=demand.status,
        version=demand.version,
        published_at=demand.published_at,
    )


def _standing(demand: Demand, field: FieldName, public: str) -> tuple[str, ...]:
    """The values of a field whose words stand in the released version."""
    found = []
    for reading in demand.draft.readings:
        if reading.field != field or reading.origin == "unknown":
            continue
        said = (reading.value, *(evidence.quote for evidence in reading.evidence))
        value = redact(reading.value)
        if any(_squeezed(words) in public for words in said if words.strip()) and not _hides(value):
            found.append(value)
    return tuple(dict.fromkeys(value for value in found if value))


def _hides(value: str) -> bool:
    return REMOVED in value or ENTERPRISE in value


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())
