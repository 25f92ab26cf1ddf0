"""Use cases of a centre's profile: register what is known of it, and read it (S0-27, S1-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from foundation.errors import InvalidInput
from foundation.secrecy import Level
from foundation.text import clean
from foundation.unit_of_work import Work
from kb import profile_store
from kb.profile import MOST_CAPACITY, CentreProfile
from kb.service import LONGEST_NAME, find_centre

MOST_CONFLICTS = 200


def register_profile(
    work: Work,
    centre: str,
    *,
    secrecy_level: Level | None = None,
    capacity: int | None = None,
    conflicts: Sequence[str] | None = None,
) -> CentreProfile:
    """Change what is given and keep the rest; ``conflicts`` replaces the whole list, an empty one declares none.

    ``centre`` is an id or a name. Raises NotFound, InvalidInput (``capacity_out_of_range``, ``conflict_invalid``).
    """
    known = find_centre(work.session, centre)
    before = profile_of(work.session, known.id)
    if capacity is not None and not 0 <= capacity <= MOST_CAPACITY:
        raise InvalidInput(
            "capacity_out_of_range", "可同时承担的项目数须在 0 到 {most} 之间", field="capacity", most=MOST_CAPACITY
        )
    given = {
        "secrecy_level": secrecy_level,
        "capacity": capacity,
        "conflicts": None if conflicts is None else _named(conflicts),
    }
    after = before.model_copy(update={name: value for name, value in given.items() if value is not None})
    profile_store.put_profile(work.session, after)
    work.record("centre.profile", known.id, _told(after))
    return after


def put_profiles(work: Work, profiles: Iterable[CentreProfile]) -> None:
    """Insert or replace profiles as they are; their centres are there."""
    for profile in profiles:
        profile_store.put_profile(work.session, profile)
        work.record("centre.profile", profile.centre_id, _told(profile))


def profile_of(session: Session, centre_id: str) -> CentreProfile:
    """What a centre has registered; all unknown when nothing."""
    return profile_store.profiles(session, [centre_id]).get(centre_id, CentreProfile(centre_id=centre_id))


def profiles_of(session: Session, centre_ids: Sequence[str]) -> Mapping[str, CentreProfile]:
    """Registered profiles by centre; centres without one are left out."""
    return profile_store.profiles(session, centre_ids)


def _told(profile: CentreProfile) -> dict[str, object]:
    """For the audit: how many conflicts, never with whom."""
    conflicts = None if profile.conflicts is None else len(profile.conflicts)
    return {"secrecy": profile.secrecy_level, "capacity": profile.capacity, "conflicts": conflicts}


def _named(conflicts: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for one in conflicts if (name := clean(one))))
    if len(names) > MOST_CONFLICTS or any(len(name) > LONGEST_NAME for name in names):
        raise InvalidInput(
            "conflict_invalid",
            "最多登记 {most} 家企业，每个名称最多 {longest} 个字",
            field="conflicts",
            most=MOST_CONFLICTS,
            longest=LONGEST_NAME,
        )
    return names
