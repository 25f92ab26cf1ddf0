"""Use cases of links: issue one, look what it is for, answer the questionnaire, report effects."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engagement import service
from engagement.benefits import EffectReport
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.links import store
from engagement.links.link import PATHS, IssuedLink, Link, Purpose, digest_of, holder
from engagement.log import Facts
from engagement.record import Engagement
from engagement.stages import Event
from engagement.store import load
from engagement.survey import SurveyAnswer
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.unit_of_work import Work

LINK_DAYS = 30
_ISSUERS = frozenset({"coordinator", "host", "association", "system"})


def issue_link(
    work: Work,
    engagement_id: str,
    purpose: Purpose,
    *,
    month: int | None = None,
    days: int = LINK_DAYS,
    rules: Rules = DEFAULT_RULES,
) -> IssuedLink:
    """An address for the enterprise of a closed engagement, good once and for so many days. Told only now.

    ``month``: of the report, one of the set months. Raises NotFound; NotAllowed ``link_not_yours``; Conflict
    ``engagement_not_closed``; InvalidInput ``followup_month_unknown``.
    """
    engagement = load(work.session, engagement_id)
    is_host = work.actor.holds("host") and work.actor.organisation in (None, engagement.host_id)
    if not is_host and not work.actor.roles & (_ISSUERS - {"host"}):
        raise NotAllowed("link_not_yours", "问卷和成效的链接由协调员、依托单位或协会发出")
    if engagement.closed_at is None:
        raise Conflict("engagement_not_closed", "项目还没有终结，不能发问卷和成效的链接")
    if (purpose == "effect") != (month is not None) or (month is not None and month not in rules.followup_months):
        known = "、".join(str(one) for one in rules.followup_months)
        raise InvalidInput("followup_month_unknown", "成效在终结后第{months}个月报告", field="month", months=known)
    token = work.new_id("lnk")
    link = Link(
        digest=digest_of(token),
        engagement_id=engagement_id,
        purpose=purpose,
        month=month,
        issued_at=work.now,
        issued_by=work.actor.id,
        expires_at=work.now + timedelta(days=days),
    )
    store.add(work.session, link)
    told = {"purpose": purpose, "month": month, "expires": link.expires_at.isoformat()}
    work.record("engagement.link_issued", engagement_id, told)
    return IssuedLink(path=PATHS[purpose] + token, link=link)


def look_at(session: Session, token: str, purpose: Purpose, now: datetime) -> tuple[Link, Engagement]:
    """What a token is for, used or not. Raises NotFound for an unknown or expired one: the two look alike."""
    link = store.find(session, digest_of(token))
    if link is None or link.purpose != purpose or now >= link.expires_at:
        raise NotFound("link_unknown", "这个链接不存在或已经过期，请向发给您链接的人再要一个")
    return link, load(session, link.engagement_id)


def answer_by_link(work: Work, token: str, survey: SurveyAnswer) -> Engagement:
    """Answer the questionnaire (H13) as the enterprise. The same answer twice is one; another is a Conflict."""
    return _step_by_link(work, token, "survey", "answer_survey", Facts(survey=survey))


def report_by_link(work: Work, token: str, report: EffectReport, rules: Rules = DEFAULT_RULES) -> Engagement:
    """Report effects (H14) as the enterprise, for the month of the link."""
    link, _ = look_at(work.session, token, "effect", work.now)
    if report.month != link.month:
        raise InvalidInput(
            "followup_month_unknown", "成效在终结后第{months}个月报告", field="month", months=str(link.month)
        )
    return _step_by_link(work, token, "effect", "report_effect", Facts(effect_report=report), rules)


def _step_by_link(
    work: Work, token: str, purpose: Purpose, event: Event, facts: Facts, rules: Rules = DEFAULT_RULES
) -> Engagement:
    link, engagement = look_at(work.session, token, purpose, work.now)
    enterprise = holder(link, engagement.enterprise)
    if not store.use_up(work.session, link.digest, work.now):
        entries = (entry for entry in engagement.history if entry.actor_id == enterprise.id)
        if any((entry.event, entry.facts) == (event, facts) for entry in entries):
            return engagement
        raise Conflict("link_used", "这个链接已经用过，每个链接只能提交一次")
    on_behalf = replace(work, actor=enterprise)
    return service.take_step(on_behalf, engagement.id, engagement.version, event, facts, rules=rules)
