"""What stands around a match, read once between finding and completing (:mod:`matcher.surroundings`)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engagement.store import count_open
from foundation.text import fold
from intake.demand import Demand
from kb.profile import CentreProfile
from kb.profiles import profiles_of
from kb.service import list_centres
from matcher.surroundings import CentreFacts, Surroundings
from matcher.task_matches import TaskMatches


def surroundings_of(session: Session, demand: Demand, found: TaskMatches) -> Surroundings:
    """The facts of the centres that were found, and what the demand says of itself; in the order of the ids."""
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
    enterprise = None if demand.enterprise is None else fold(demand.enterprise)
    return Surroundings(centres=tuple(centres), enterprise=enterprise, demand_level=demand.level)
