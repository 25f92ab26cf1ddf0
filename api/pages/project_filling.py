"""What a form of a step holds before anybody writes: the last offer, the criteria to measure, the proposed people."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.engaging import ActionShown
from api.pages.fact_forms import Part, parts_of
from engagement.record import Engagement
from engagement.suggesting import suggested_members
from foundation.errors import NotFound


def form_parts(
    session: Session,
    engagement: Engagement,
    action: ActionShown,
    typed: dict[str, Any] | None = None,
    seat: str | None = None,
) -> tuple[Part, ...]:
    """The parts of a step's form, one for each fact that it asks for; ``typed``: what could not be taken, again;
    ``seat``: of a panel the one member for whom the reader speaks."""
    found = []
    for fact in action.asks:
        value, hidden, legends = _before(session, engagement, action, fact, seat)
        if typed is not None:
            value = typed.get(fact)
        found.append(parts_of(fact, value, hidden, legends))
    return tuple(found)


def _before(
    session: Session, one: Engagement, action: ActionShown, fact: str, seat: str | None
) -> tuple[Any, frozenset[str], tuple[str, ...]]:
    value: Any = None
    hidden: frozenset[str] = frozenset()
    legends: tuple[str, ...] = ()
    if fact == "offer":
        value = _json(one.offer) if one.offer else {"party": one.host_id, "level": one.level}
        hidden = frozenset({"offer.party", "offer.criteria.id"})
    elif fact == "side":
        value = next((role for role in action.roles if role in ("enterprise", "host")), None)
        hidden = frozenset({"side"})
    elif fact == "digest":
        value, hidden = one.offer.digest if one.offer else None, frozenset({"digest"})
    elif fact == "team":
        value = _json(one.team) if one.team else _proposed(session, one)
    elif fact == "plan" and one.plan is not None:
        value = _json(one.plan)
    elif fact == "opinions" and one.plan is not None:
        written = {opinion.reviewer_id: _json(opinion) for opinion in one.opinions}
        panel = [reviewer for reviewer in one.plan.reviewers if seat in (None, reviewer.id)]
        value = [written.get(reviewer.id) or {"reviewer_id": reviewer.id} for reviewer in panel]
        hidden = frozenset({"opinions.reviewer_id"})
        legends = tuple(reviewer.name or reviewer.id for reviewer in panel)
    elif fact == "measurements" and one.agreement is not None:
        criteria = one.agreement.offer.criteria
        value = [{"criterion_id": criterion.id, "unit": criterion.unit} for criterion in criteria]
        hidden = frozenset({"measurements.criterion_id"})
        legends = tuple(f"{criterion.quantity} {criterion.requirement}" for criterion in criteria)
    elif fact == "deliverable" and one.agreement is not None:
        handed = {deliverable.name for deliverable in one.deliverables}
        left = [name for name in one.agreement.offer.deliverables if name not in handed]
        value = {"name": left[0]} if left else None
    return value, hidden, legends


def _proposed(session: Session, one: Engagement) -> dict[str, Any] | None:
    """The people that the match proposed (B5), to confirm or change."""
    try:
        members = suggested_members(session, one.match_id)
    except NotFound:
        return None
    if not members:
        return None
    return {"lead": _json(members[0]), "staff": [_json(member) for member in members[1:]]}


def _json(value: Any) -> Any:
    return value.model_dump(mode="json", exclude_none=True)
