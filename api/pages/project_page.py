"""The page of one service, put together: steps, whose turn it is, what can be done, what was offered and happened."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from api import engaging
from api.pages import page
from api.pages.desk_told import LEVELS, Telling
from api.pages.project_filling import form_parts
from api.problems import language_of
from api.wiring import House
from engagement.acceptance import OUTCOME_LABELS, judge
from engagement.access.giving import list_links, names_of_links
from engagement.access.seeing import seen_by
from engagement.agreement import SIDE_LABELS, Offer, confirmed_by
from engagement.log import OPEN, Entry
from engagement.profiles import profile
from engagement.record import Engagement
from engagement.service import show_engagement
from foundation.actors import Actor
from foundation.language import sentence, translate
from foundation.process import ROLE_LABELS
from foundation.values import Value


class Typed(Value):
    """A step that could not be taken: what was filled in, and why not."""

    event: str
    given: dict[str, Any]
    reason: str = ""
    code: str = ""
    fault: str


def project_page(
    request: Request, house: House, session: Session, actor: Actor, engagement_id: str, typed: Typed | None = None
) -> str:
    """The service as it stands now, for a party or a coordinator."""
    language, is_desk = language_of(request), actor.holds("coordinator")
    whole = show_engagement(session, engagement_id)
    told = engaging.show(house, session, whole, actor, language)
    one = seen_by(whole, actor)
    telling, names = Telling(house.settings, language), names_of_links(session, one.id)
    turn = told.turn
    forms = []
    for action in told.actions:
        mine = typed if typed is not None and typed.event == action.event else None
        forms.append((action, form_parts(session, one, action, mine.given if mine else None, actor.seat), mine))
    is_open = {action.event for action in told.actions}
    return page(
        "project/project.html",
        language,
        frame="desk/frame.html" if is_desk else "project/frame.html",
        actor=actor,
        is_desk=is_desk,
        role_labels=ROLE_LABELS,
        home=f"/desk/project/{one.id}" if is_desk else f"/project/{one.id}",
        told=told,
        one=one,
        enterprise=one.enterprise,
        level=LEVELS[one.level].template,
        due=telling.due(turn.due.date, turn.days_left) if turn and turn.due else None,
        is_late=turn is not None and turn.days_left is not None and turn.days_left < 0,
        is_mine=turn is not None and (turn.role == "coordinator" if is_desk else turn.role in actor.roles),
        forms=forms,
        news=typed.fault if typed is not None and typed.event not in is_open else None,
        offer=_offer(one, one.offer, language) if one.offer else None,
        rounds=len(one.offers),
        agreements=[(agreement, telling.moment(agreement.signed_at)) for agreement in one.agreements],
        results=_results(one, language),
        history=[_happened(entry, one, telling, names) for entry in reversed(one.history)],
        links=[(link, telling.moment(link.expires_at)) for link in list_links(session, actor, one.id)]
        if is_desk
        else [],
        now=house.clock.now(),
    )


def _offer(one: Engagement, offer: Offer, language: Any) -> dict[str, Any]:
    sides = [
        translate(label, language)
        for side, label in SIDE_LABELS.items()
        if side in confirmed_by(one.confirmations, offer)
    ]
    return {"offer": offer, "digest": offer.digest, "level": LEVELS[offer.level].template, "sides": sides}


def _results(one: Engagement, language: Any) -> list[tuple[str, str, str]]:
    """Each criterion of the agreement: what is required, what was measured, what follows."""
    if one.agreement is None or not one.measurements:
        return []
    measured = {measurement.criterion_id: measurement for measurement in one.measurements}
    found = []
    for criterion in one.agreement.offer.criteria:
        value = measured.get(criterion.id)
        outcome = OUTCOME_LABELS[judge(criterion, value).outcome]
        shown = f"{value.value} {value.unit}" if value else "—"
        found.append((f"{criterion.quantity} {criterion.requirement}", shown, translate(outcome, language)))
    return found


def _happened(entry: Entry, one: Engagement, telling: Telling, names: dict[str, str]) -> tuple[str, str, str]:
    """When, who did what, and the reason in their own words."""
    rows = {row.id: row for row in profile(one.profile).process.transitions}
    row = rows.get(entry.row)
    what = sentence("项目开始").template if entry.event == OPEN else row.label if row is not None else entry.event
    who = names.get(entry.actor_id) or telling.name(entry.actor_id)
    label = engaging.label_of(entry.code, telling.language)
    more = f"（{label}）" if row is not None and len(row.codes) > 1 and label != entry.code else ""
    return telling.moment(entry.at), f"{who} · {translate(what, telling.language)}{more}", entry.facts.reason or ""
