"""Use cases of giving links out: to a person of a party, to the enterprise for one answer; taking back, listing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.access import store
from engagement.access.link import PARTY_ROLES, Issued, Link, PartyRole, TokenMaker, hash_of, make_token
from engagement.asking.question import Answer
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.engagement import acts_for
from engagement.keeping_store import expect_whole
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.language import sentence
from foundation.text import clean
from foundation.unit_of_work import Work

LASTS_DAYS = 180
"""How long a party's link opens the door where nobody said otherwise; a default of this product."""
LONGEST_DAYS = 730
ANSWER_DAYS = 30
"""How long a link for one answer lasts where nobody said otherwise."""
AT_ONCE_DAYS = 1
"""How long one lasts that the enterprise opened for itself."""
ENTERPRISE_PERSON = sentence("企业（凭链接）").template
"""Who answers by a link for one answer: nobody is asked for a name."""


def issue_link(
    work: Work,
    engagement_id: str,
    role: PartyRole,
    person: str,
    days: int = LASTS_DAYS,
    reviewer: str | None = None,
    token: TokenMaker = make_token,
) -> Issued:
    """Give a named person of a party a way in, for so many days. For a coordinator.

    A reviewer's link speaks for one member of the panel: ``reviewer`` by id, otherwise the one of the person's name;
    before a plan names the panel it waits for the member of that name. Raises NotAllowed for anybody else, NotFound
    for an unknown engagement, InvalidInput for a role that is no party's, a nameless person, one who is not on the
    panel, or a time outside 1–730 days.
    """
    _expect_coordinator(work.actor)
    engagement = engagements.load(work.session, engagement_id)
    name = clean(person)
    if role not in PARTY_ROLES:
        raise InvalidInput(
            "link_role_unknown", "链接只能给这些角色：{roles}", field="role", roles="、".join(PARTY_ROLES)
        )
    if not 1 <= len(name) <= 200:
        raise InvalidInput("link_person_missing", "要写明链接给谁（最多 200 个字）", field="person")
    _expect_days(days)
    seat = _member_of_panel(engagement, name, reviewer) if role == "reviewer" else None
    link = Link(
        id=work.new_id("lnk"),
        engagement_id=engagement_id,
        role=role,
        person=name,
        reviewer_id=seat,
        issued_by=work.actor.id,
        issued_at=work.now,
        expires_at=work.now + timedelta(days=days),
    )
    return _keep(work, link, token, {"role": role, "reviewer": seat})


def invite(
    work: Work,
    engagement_id: str,
    purpose: Answer,
    *,
    month: int | None = None,
    days: int = ANSWER_DAYS,
    rules: Rules = DEFAULT_RULES,
    token: TokenMaker = make_token,
) -> Issued:
    """A link for the enterprise of a closed engagement, good for one answer. For desk and association.

    Whoever gives a link out could answer by it, so a host that is judged by the answer gives none.

    ``month``: of the report, one of the set months. Raises NotFound; NotAllowed ``link_not_yours``; Conflict
    ``engagement_not_closed``, ``engagement_erased``; InvalidInput ``followup_month_unknown``,
    ``link_days_out_of_range``.
    """
    engagement = engagements.load(work.session, engagement_id)
    if not work.actor.roles & {"coordinator", "association", "system"}:
        raise NotAllowed("link_not_yours", "问卷和成效的链接由协调员或协会发出")
    return _for_one_answer(work, engagement, purpose, month, days, rules, token)


def open_for_enterprise(
    work: Work,
    demand_id: str,
    engagement_id: str,
    purpose: Answer,
    *,
    month: int | None = None,
    rules: Rules = DEFAULT_RULES,
    token: TokenMaker = make_token,
) -> Issued:
    """A link that the enterprise opens for itself from the page of its own demand: made on the click, never sent.

    The door has seen that the caller may see ``demand_id``. Raises NotFound for an engagement that is not of this
    demand, NotAllowed for anybody but this enterprise, and as :func:`invite`.
    """
    engagement = engagements.load(work.session, engagement_id)
    if engagement.demand_id != demand_id:
        raise NotFound("engagement_not_found", "没有这个项目：{engagement}", engagement=engagement_id)
    if not work.actor.holds("enterprise") or not acts_for(engagement, "enterprise", work.actor):
        raise NotAllowed("not_a_party", "您的单位不是这个项目的一方，不能“{event}”", event="评价这次服务")
    return _for_one_answer(work, engagement, purpose, month, AT_ONCE_DAYS, rules, token)


def revoke_link(work: Work, engagement_id: str, link_id: str) -> Link:
    """Take a link back at once; a second time changes nothing. For a coordinator.

    Raises NotAllowed for anybody else, NotFound for a link that this engagement does not have.
    """
    _expect_coordinator(work.actor)
    link = store.get(work.session, engagement_id, link_id)
    if link is None:
        raise NotFound("link_unknown", "没有这个链接：{link}", link=link_id)
    if link.revoked_at is not None:
        return link
    store.revoke(work.session, link_id, work.now)
    work.record("engagement.link_revoked", engagement_id, {"link": link_id, "purpose": link.purpose})
    return link.model_copy(update={"revoked_at": work.now})


def list_links(session: Session, actor: Actor, engagement_id: str) -> tuple[Link, ...]:
    """Every link of an engagement, those that are over too; for a coordinator, who may also be the only to know."""
    _expect_coordinator(actor)
    engagements.load(session, engagement_id)
    return store.of_engagement(session, engagement_id)


def names_of_links(session: Session, engagement_id: str) -> dict[str, str]:
    """The persons behind the links by id, for who may read the log."""
    return {link.id: link.person for link in store.of_engagement(session, engagement_id)}


def _for_one_answer(
    work: Work, engagement: Engagement, purpose: Answer, month: int | None, days: int, rules: Rules, token: TokenMaker
) -> Issued:
    expect_whole(work.session, engagement.id)
    if engagement.closed_at is None:
        raise Conflict("engagement_not_closed", "项目还没有终结，不能发问卷和成效的链接")
    if (purpose == "effect") != (month is not None) or (month is not None and month not in rules.followup_months):
        known = "、".join(str(one) for one in rules.followup_months)
        raise InvalidInput("followup_month_unknown", "成效在终结后第{months}个月报告", field="month", months=known)
    _expect_days(days)
    link = Link(
        id=work.new_id("lnk"),
        engagement_id=engagement.id,
        purpose=purpose,
        role="enterprise",
        person=ENTERPRISE_PERSON,
        month=month,
        issued_by=work.actor.id,
        issued_at=work.now,
        expires_at=work.now + timedelta(days=days),
    )
    return _keep(work, link, token, {"month": month})


def _keep(work: Work, link: Link, token: TokenMaker, told: dict[str, object]) -> Issued:
    """Of the token only the hash goes into the database, and nothing of it into the audit."""
    secret = token()
    store.add(work.session, link, hash_of(secret))
    facts = {"link": link.id, **told, "expires": link.expires_at.isoformat()}
    work.record(f"engagement.{link.purpose}_link_issued", link.engagement_id, facts)
    return Issued(link=link, token=secret)


def _member_of_panel(engagement: Engagement, name: str, reviewer: str | None) -> str | None:
    """The member's id; ``None`` while no plan has named a panel."""
    panel = engagement.plan.reviewers if engagement.plan is not None else ()
    if not panel:
        return None
    found = [one.id for one in panel if (one.id == reviewer if reviewer is not None else one.name == name)]
    if len(found) != 1:
        known = "、".join(f"{one.name}（{one.id}）" if one.name else one.id for one in panel)
        raise InvalidInput(
            "link_reviewer_unknown", "评审人员的链接只给评审组里的一位：{known}", field="person", known=known
        )
    return found[0]


def _expect_days(days: int) -> None:
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput("link_days_out_of_range", "有效天数须在 1 到 {most} 之间", field="days", most=LONGEST_DAYS)


def _expect_coordinator(actor: Actor) -> None:
    if not actor.holds("coordinator"):
        raise NotAllowed("links_for_coordinators", "只有协调员可以发放和收回链接")
