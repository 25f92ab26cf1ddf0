"""Profiles of centres in the database: rows in, values out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.profile import CentreProfile
from kb.tables import CentreProfileRow

_AT_ONCE = 500


def put_profile(session: Session, profile: CentreProfile) -> None:
    """Insert or replace the profile of a centre."""
    conflicts = None if profile.conflicts is None else list(profile.conflicts)
    session.merge(
        CentreProfileRow(
            centre_id=profile.centre_id,
            secrecy_level=profile.secrecy_level,
            capacity=profile.capacity,
            conflicts=conflicts,
        )
    )
    session.flush()


def profiles(session: Session, ids: Sequence[str]) -> dict[str, CentreProfile]:
    """The profiles that are registered, by centre; centres without one are left out."""
    found: dict[str, CentreProfile] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(CentreProfileRow).where(CentreProfileRow.centre_id.in_(wanted[start : start + _AT_ONCE]))
        for row in session.scalars(query):
            held = {"secrecy_level": row.secrecy_level, "capacity": row.capacity, "conflicts": row.conflicts}
            found[row.centre_id] = CentreProfile.model_validate({"centre_id": row.centre_id, **held})
    return found
