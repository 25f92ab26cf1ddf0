"""The answers that an enterprise gives by a link: the questionnaire (H13), the effects (H14). Once for each link."""

from __future__ import annotations

from dataclasses import replace

from engagement import service, store
from engagement.access import store as links
from engagement.access.knocking import expect_link, not_valid
from engagement.access.link import Link, actor_of
from engagement.asking.question import Answer
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.facts.benefits import EffectReport
from engagement.facts.survey import SurveyAnswer
from engagement.files import KeptFile, keep, list_kept
from engagement.files.service import MOST_BYTES
from engagement.log import Facts
from engagement.record import Engagement
from engagement.stages import Event
from foundation.errors import InvalidInput
from foundation.unit_of_work import Work
from intake.attachments.keeping import digest


def answer_by_link(work: Work, token: str, survey: SurveyAnswer) -> Engagement:
    """Answer the questionnaire (H13) as the enterprise.

    The same answer twice is one. Raises NotFound (``link_not_valid``) for anything else on a link that is over.
    """
    return _step_by_link(work, token, "survey", "answer_survey", Facts(survey=survey))


def report_by_link(work: Work, token: str, report: EffectReport, rules: Rules = DEFAULT_RULES) -> Engagement:
    """Report effects (H14) as the enterprise, for the month of the link. As :func:`answer_by_link`; InvalidInput
    ``followup_month_unknown`` for another month, ``engagement_file_not_kept`` for evidence that nobody handed in."""
    return _step_by_link(work, token, "effect", "report_effect", Facts(effect_report=report), rules)


def keep_by_link(work: Work, token: str, name: str, content: bytes, most_bytes: int = MOST_BYTES) -> KeptFile:
    """Keep a file that shows an effect, as the enterprise. Errors as :func:`engagement.files.keep`.

    A used link keeps nothing new, but knows the files that are there: the second press of a form brings them again.
    """
    link = expect_link(work.session, token, "effect", work.now)
    engagement = store.load(work.session, link.engagement_id)
    if link.used_at is None:
        return keep(replace(work, actor=actor_of(link, engagement)), engagement.id, name, content, most_bytes)
    sha256 = digest(content)
    held = next((one for one in list_kept(work.session, engagement.id) if one.sha256 == sha256), None)
    if held is None:
        raise not_valid()
    return held


def _step_by_link(
    work: Work, token: str, purpose: Answer, event: Event, facts: Facts, rules: Rules = DEFAULT_RULES
) -> Engagement:
    link = expect_link(work.session, token, purpose, work.now)
    report = facts.effect_report
    if link.used_at is None and report is not None and report.month != link.month:
        raise InvalidInput(
            "followup_month_unknown", "成效在终结后第{months}个月报告", field="month", months=str(link.month)
        )
    if not links.use_up(work.session, link.id, work.now):
        return _answered_before(work, link, event, facts)
    engagement = store.load(work.session, link.engagement_id)
    on_behalf = replace(work, actor=actor_of(link, engagement))
    after = service.take_step(on_behalf, engagement.id, engagement.version, event, facts, rules=rules)
    work.record("engagement.link_used", engagement.id, {"link": link.id, "purpose": purpose, "version": after.version})
    return after


def _answered_before(work: Work, link: Link, event: Event, facts: Facts) -> Engagement:
    """Who presses twice gets the first answer again; a used link takes no other."""
    engagement = store.load(work.session, link.engagement_id)
    if any((one.actor_id, one.event, one.facts) == (link.id, event, facts) for one in engagement.history):
        return engagement
    raise not_valid()
