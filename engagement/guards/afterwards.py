"""Guards of what follows closure: one questionnaire, and effects of a time that has passed."""

from __future__ import annotations

from engagement.guards.situation import Refusal, Situation
from engagement.stages import CLOSED
from foundation.language import sentence


def was_agreed(now: Situation) -> Refusal:
    """There was an agreement, so there was a service to speak of."""
    return None if now.engagement.agreements else sentence("没有签订过协议，没有服务可以评说")


def survey_unanswered(now: Situation) -> Refusal:
    """One questionnaire per closure; a service that was reopened and closed again is asked about anew."""
    for entry in reversed(now.engagement.history):
        if entry.event == "answer_survey":
            return sentence("问卷已经交过了")
        if entry.next == CLOSED and entry.state != CLOSED:
            break
    return None


def survey_given(now: Situation) -> Refusal:
    """The questionnaire is there."""
    return None if now.facts.survey else sentence("没有填写问卷")


def effect_given(now: Situation) -> Refusal:
    """The report is there, for one of the set months."""
    report, months = now.facts.effect_report, now.rules.followup_months
    if report is None:
        return sentence("没有写明服务成效")
    if report.month not in months:
        return sentence("成效在终结后第{months}个月报告", months="、".join(str(month) for month in months))
    return None


def effect_grade_earned(now: Situation) -> Refusal:
    """A figure is verified from outside the parties (B19): no party says so of its own, the coordinator enters it."""
    report = now.facts.effect_report
    claimed = report is not None and any(one.verified_by is not None for one in report.effects)
    if claimed and "coordinator" not in now.actor.roles:
        return sentence("第三方核实由协调员登记，报告的一方不能自己写")
    return None


def effect_period_over(now: Situation) -> Refusal:
    """Nobody reports what has not happened yet."""
    report = now.facts.effect_report
    ahead = [one for one in report.effects if one.last > now.today] if report else []
    return sentence("成效的统计期不能超过今天") if ahead else None
