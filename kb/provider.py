"""Who provides: an inspection centre and the legal person it lives in (S0-02).

A centre is not a legal person (非法人组织): it can do the work but cannot sign. The contracting party is always the
host institution (依托单位).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from foundation.errors import NotFound
from foundation.values import Value

QualificationKind = Literal["CMA", "CNAS"]


class Qualification(Value):
    """A certificate of a centre: kind, number, and the days on which it is valid (both ends included)."""

    kind: QualificationKind
    number: str
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Valid on ``day``; an unknown beginning does not hinder, an unknown end is not valid (fail closed)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and self.valid_until is not None and day <= self.valid_until


class HostInstitution(Value):
    """The legal person behind a centre; it signs agreements and answers for the service (S0-02, S0-40)."""

    id: str
    name: str
    credit_code: str | None = None


class Centre(Value):
    """An inspection centre, tied to a host institution and to the industries it was set up for."""

    id: str
    name: str
    host: HostInstitution
    region: str | None = None
    approving_body: str | None = None
    industries: tuple[str, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    contact: str | None = None
    is_demonstration: bool = False


def unknown_centre(name_or_id: str) -> NotFound:
    """The error for a centre that is not there."""
    return NotFound("centre_unknown", "没有这个中心：{centre}", centre=name_or_id)
