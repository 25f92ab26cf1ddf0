"""What a form of a step holds before anybody writes: the last offer, the criteria to measure, the proposed people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from api.pages.project.fact_forms import Choices, Part, parts_of
from api.projects.engaging import ActionShown
from engagement.record import Engagement
from engagement.suggesting import suggested_members
from foundation.errors import NotFound
from foundation.values import Value


class Before(Value):
    """What stands in a form from the start, and how its fields are shown."""

    value: Any = None
    hidden: frozenset[str] = frozenset()
    legends: tuple[str, ...] = ()
    known: Mapping[str, Choices] = {}


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
        before = _BEFORE[fact](session, engagement, action) if fact in _BEFORE else Before()
        if fact == "opinions":
            before = _opinions(engagement, seat)
        value = before.value if typed is None else typed.get(fact)
        found.append(parts_of(fact, value, before.hidden, before.legends, before.known))
    return tuple(found)


def _offer(session: Session, one: Engagement, action: ActionShown) -> Before:
    value = _json(one.offer) if one.offer else {"party": one.host_id, "level": one.level}
    return Before(value=value, hidden=frozenset({"offer.party", "offer.criteria.id"}))


def _side(session: Session, one: Engagement, action: ActionShown) -> Before:
    value = next((role for role in action.roles if role in ("enterprise", "host")), None)
    return Before(value=value, hidden=frozenset({"side"}))


def _digest(session: Session, one: Engagement, action: ActionShown) -> Before:
    return Before(value=one.offer.digest if one.offer else None, hidden=frozenset({"digest"}))


def _message(session: Session, one: Engagement, action: ActionShown) -> Before:
    """In the name of the side that writes; about the terms on the table unless they say otherwise."""
    versions = tuple((str(number), str(number)) for number in range(len(one.offers), 0, -1))
    about = len(one.offers) if one.state == "negotiating" and one.offers else None
    hidden = {"message.side"} if len(action.roles) == 1 else set()
    hidden |= set() if versions else {"message.about"}
    value = {"side": action.roles[0], "about": about}
    return Before(value=value, hidden=frozenset(hidden), known={"message.about": versions} if versions else {})


def _signed_copy(session: Session, one: Engagement, action: ActionShown) -> Before:
    side = next((role for role in action.roles if role in ("enterprise", "host")), None)
    value = {"digest": one.agreement.digest if one.agreement else None, "side": side}
    hidden = {"signed_copy.digest"} | ({"signed_copy.side"} if len(action.roles) == 1 and side else set())
    return Before(value=value, hidden=frozenset(hidden))


def _team(session: Session, one: Engagement, action: ActionShown) -> Before:
    return Before(value=_json(one.team) if one.team else _proposed(session, one))


def _plan(session: Session, one: Engagement, action: ActionShown) -> Before:
    return Before(value=_json(one.plan) if one.plan is not None else None)


def _opinions(one: Engagement, seat: str | None) -> Before:
    """What each member of the panel has written so far; a member of it sees the own seat only."""
    reviewers = one.plan.reviewers if one.plan is not None else ()
    panel = [reviewer for reviewer in reviewers if seat in (None, reviewer.id)]
    written = {opinion.reviewer_id: _json(opinion) for opinion in one.opinions}
    return Before(
        value=[written.get(reviewer.id) or {"reviewer_id": reviewer.id} for reviewer in panel],
        hidden=frozenset({"opinions.reviewer_id"}),
        legends=tuple(reviewer.name or reviewer.id for reviewer in panel),
    )


def _measurements(session: Session, one: Engagement, action: ActionShown) -> Before:
    criteria = one.agreement.offer.criteria if one.agreement else ()
    return Before(
        value=[{"criterion_id": criterion.id, "unit": criterion.unit} for criterion in criteria],
        hidden=frozenset({"measurements.criterion_id"}),
        legends=tuple(f"{criterion.quantity} {criterion.requirement}" for criterion in criteria),
    )


def _deliverable(session: Session, one: Engagement, action: ActionShown) -> Before:
    handed = {deliverable.name for deliverable in one.deliverables}
    agreed = one.agreement.offer.deliverables if one.agreement else ()
    left = [name for name in agreed if name not in handed]
    return Before(value={"name": left[0], "kind": "其他"} if left else {"kind": "其他"})


def _milestone(session: Session, one: Engagement, action: ActionShown) -> Before:
    left = tuple((state.name, state.name) for state in one.milestone_states if state.done_on is None)
    following = one.next_milestone
    value = {"name": following.name} if following is not None else None
    return Before(value=value, known={"milestone.name": left} if left else {})


def _part(session: Session, one: Engagement, action: ActionShown) -> Before:
    left = one.remainder()
    passed = {judged.criterion_id for judged in one.verdict().judgements if judged.outcome == "pass"}
    criteria = tuple(choice for choice in _criteria(one) if choice[0] in passed and choice[0] in left.open_criteria)
    handed = {deliverable.name for deliverable in one.deliverables}
    names = tuple((name, name) for name in left.open_deliverables if name in handed)
    return Before(known={"part.criteria": criteria, "part.deliverables": names})


def _dispute(session: Session, one: Engagement, action: ActionShown) -> Before:
    return Before(known={"dispute.criteria": _criteria(one)})


def _effect_report(session: Session, one: Engagement, action: ActionShown) -> Before:
    """Who verified a figure is entered by the coordinator alone (B19): nobody else is asked."""
    is_theirs = "coordinator" in action.roles
    return Before(hidden=frozenset() if is_theirs else frozenset({"effect_report.effects.verified_by"}))


_BEFORE: Mapping[str, Callable[[Session, Engagement, ActionShown], Before]] = {
    "offer": _offer,
    "side": _side,
    "digest": _digest,
    "message": _message,
    "signed_copy": _signed_copy,
    "team": _team,
    "plan": _plan,
    "measurements": _measurements,
    "deliverable": _deliverable,
    "milestone": _milestone,
    "part": _part,
    "dispute": _dispute,
    "effect_report": _effect_report,
}


def _criteria(one: Engagement) -> Choices:
    """The criteria of the agreement by id, as people write them."""
    criteria = one.agreement.offer.criteria if one.agreement else ()
    return tuple((criterion.id, f"{criterion.quantity} {criterion.requirement}") for criterion in criteria)


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
