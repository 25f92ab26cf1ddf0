"""What stands around a match, read once between finding and completing (:mod:`matcher.surroundings`)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.matching.enterprise import enterprise_of
from engagement.store import count_open
from foundation.secrecy import DEFAULT_LEVEL
from foundation.text import fold
from intake.demand import Demand
from kb.profile import CentreProfile
from kb.profiles import profiles_of
from kb.service import list_centres
from matcher.surroundings import CentreFacts, Instrument, Person, Surroundings
from matcher.task_matches import TaskMatches


def with_facts(
    session: Session,
    demand: Demand | None,
    found: TaskMatches,
    people: tuple[Person, ...] = (),
    instruments: tuple[Instrument, ...] = (),
) -> Surroundings:
    """People and instruments with the facts of the centres that were found, in the order of the ids, and what the
    demand says of itself; mere words (no demand yet) name no enterprise and count as internal."""
    asks = None if demand is None else enterprise_of(demand)
    ids = sorted({centre.provider_id for centre in found.whole.centres})
    profiles, carried = profiles_of(session, ids), count_open(session, ids)
    centres = []
    for centre in sorted(list_centres(session, ids), key=lambda one: one.id):
        profile = profiles.get(centre.id, CentreProfile(centre_id=centre.id))
        centres.append(
            CentreFacts(
                centre_id=centre.id,
                region=centre.region,
                secrecy_level=profile.secrecy_level,
                conflicts=tuple(sorted(fold(one) for one in profile.conflicts or ())),
                has_declared=profile.conflicts is not None,
                capacity=profile.capacity,
                open_engagements=carried.get(centre.id, 0),
            )
        )
    return Surroundings(
        centres=tuple(centres),
        people=people,
        instruments=instruments,
        enterprise=None if asks is None else fold(asks),
        demand_level=DEFAULT_LEVEL if demand is None else demand.level,
    )
