"""Closed engagements become indicator values for the evaluation (indicator tree, section 7).

=======  ============================================================================  =====================
id       formula                                                                       over
=======  ============================================================================  =====================
C1.1     demands with an adopted match / valid demands                                 质量技术评价
C1.2     closed as completed by the agreed day / closed as completed                   质量技术评价
C1.3     passed at the first technical review / put before a review                    质量技术评价
C2.2     mean of the answers on 1–5: training                                          questionnaires
C3.1     median working hours from a demand's submission to the first response         all services
C3.2     accepted and solved / acceptances                                             all services
C3.3     matches adopted by the coordinator / matches reviewed                         all services
C4.1     closed as completed by the agreed day / closed as completed                   检验检测
C5.2     mean of the answers on 1–5: kept up to date with standards                    questionnaires
D2.1     cost saved, 万元, documented figures only                                     follow-ups
D2.3     income from new products, 万元, documented figures only                       follow-ups
D4.1     mean of the answers on 1–5: all in all                                        questionnaires
D4.2     mean of the answers on 1–5: value for money                                   questionnaires
D4.3     engagements with a complaint / closed engagements                             all services
D4.4     complaints closed in time and accepted / complaints taken up                  all services
=======  ============================================================================  =====================

The window ``[first, before)`` is in Chinese days and holds engagements by the day they closed; demands, matches,
responses and complaints are handed in for the same window. A pause moves the agreed day. A ratio over nothing and a
source that was not handed in are missing, never zero. Fewer than five cases are marked 样本不足.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from engagement.afterwards.followups import totals
from engagement.facts.benefits import KINDS
from engagement.facts.survey import SurveyIndicator
from engagement.record import Engagement
from evaluation.canonical import sha256
from evaluation.indicators import Source
from evaluation.ratings import Rating
from foundation.clock import CHINA
from foundation.errors import InvalidInput
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.fields import ServiceCategory

SMALL_SAMPLE = 5
TIME_ZONE = "Asia/Shanghai"
IndicatorId = Literal[
    "C1.1",
    "C1.2",
    "C1.3",
    "C2.2",
    "C3.1",
    "C3.2",
    "C3.3",
    "C4.1",
    "C5.2",
    "D2.1",
    "D2.3",
    "D4.1",
    "D4.2",
    "D4.3",
    "D4.4",
]
INDICATORS: tuple[IndicatorId, ...] = get_args(IndicatorId)
Remark = Literal["", "样本不足", "未评"]
_SOURCES: dict[IndicatorId, Source] = {
    "C1.1": "match",
    "C1.2": "case",
    "C1.3": "case",
    "C2.2": "survey",
    "C3.1": "case",
    "C3.2": "accept",
    "C3.3": "match",
    "C4.1": "case",
    "C5.2": "survey",
    "D2.1": "survey",
    "D2.3": "survey",
    "D4.1": "survey",
    "D4.2": "survey",
    "D4.3": "complaint",
    "D4.4": "complaint",
}


class Window(Value):
    """Days in China, ``first`` included, ``before`` not."""

    first: date
    before: date

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies on one of the days."""
        return self.first <= moment.astimezone(CHINA).date() < self.before


class DemandOutcome(Value):
    """One valid demand of the window: its service, and whether one of its matches was adopted."""

    demand_id: str
    service_category: ServiceCategory | None
    is_adopted: bool


class MatchReview(Value):
    """One match that a coordinator reviewed."""

    match_id: str
    is_adopted: bool


class Response(Value):
    """When a demand was submitted and when it was first answered."""

    demand_id: str
    submitted_at: datetime
    responded_at: datetime


class ComplaintOutcome(Value):
    """One complaint that was taken up."""

    engagement_id: str | None
    """``None``: nobody has said which one it is about; it is still one that was taken up."""
    is_closed_in_time: bool
    is_accepted: bool


class Sources(Value):
    """What comes from elsewhere. ``None`` = not handed in, which is not the same as none."""

    demands: tuple[DemandOutcome, ...] | None = None
    match_reviews: tuple[MatchReview, ...] | None = None
    responses: tuple[Response, ...] | None = None
    complaints: tuple[ComplaintOutcome, ...] | None = None


class IndicatorValue(Value):
    """One raw indicator value: a ratio or a number, how many cases stand behind it, and a remark for the report."""

    indicator: IndicatorId
    numerator: int | None = None
    denominator: int | None = None
    value: str | None = None
    """A decimal number where the indicator is no ratio; hours with two places."""
    votes: dict[str, int] | None = None
    """How many gave 1…5, where the indicator is a question."""
    response_rate: str | None = None
    """Which part of those who could answer did, with four places."""
    sample_size: int = 0
    remark: Remark = "未评"
    is_approximate: bool = False
    """Counted through a year without a known working calendar."""

    @property
    def rating(self) -> Rating | None:
        """As the evaluation takes it; ``None`` when missing."""
        if self.remark == "未评":
            return None
        is_asked = self.votes is not None
        parts = (self.numerator, self.denominator)
        numerator, denominator = (None if part is None else str(part) for part in parts)
        return Rating(
            indicator=self.indicator,
            value=self.value,
            numerator=numerator,
            denominator=denominator,
            votes=self.votes,
            response_rate=self.response_rate,
            source=_SOURCES[self.indicator],
            collected_by="questionnaire" if is_asked else "records",
            evidence=f"n={self.sample_size} {self.remark}".strip(),
        )


class IndicatorValues(Value):
    """All indicator values of a window, and the hash of what they were computed from."""

    window: Window
    time_zone: str = TIME_ZONE
    snapshot: str
    values: dict[IndicatorId, IndicatorValue]


def indicator_values(
    engagements: Iterable[Engagement], window: Window, calendar: WorkingCalendar, sources: Sources | None = None
) -> IndicatorValues:
    """Every indicator of :data:`INDICATORS`, in that order.

    The order of the engagements does not matter. Raises ``InvalidInput`` for a window that ends before it begins.
    """
    if window.before <= window.first:
        raise InvalidInput("window_empty", "统计时间段的结束须晚于开始", field="before")
    sources = sources or Sources()
    closed = sorted((one for one in engagements if one.closed_at and window.holds(one.closed_at)), key=lambda e: e.id)
    evaluations = [one for one in closed if one.service_category == "质量技术评价"]
    tests = [one for one in closed if one.service_category == "检验检测"]
    found = [
        _adoption(sources.demands),
        _in_time("C1.2", evaluations),
        _passed_first_time(evaluations),
        _asked("C2.2", closed),
        _first_response(sources.responses, calendar),
        _solved(closed),
        _ratio("C3.3", None if sources.match_reviews is None else [one.is_adopted for one in sources.match_reviews]),
        _in_time("C4.1", tests),
        _asked("C5.2", closed),
        _brought_about("D2.1", closed),
        _brought_about("D2.3", closed),
        _asked("D4.1", closed),
        _asked("D4.2", closed),
        _complained_about(closed, sources.complaints),
        _complaints_settled(sources.complaints),
    ]
    read = {
        "engagements": [[one.id, one.version] for one in closed],
        "sources": sources.model_dump(mode="json"),
        "window": window.model_dump(mode="json"),
    }
    return IndicatorValues(window=window, snapshot=sha256(read), values={value.indicator: value for value in found})


def _ratio(indicator: IndicatorId, hits: Sequence[bool] | None) -> IndicatorValue:
    if not hits:
        return IndicatorValue(indicator=indicator)
    return IndicatorValue(
        indicator=indicator,
        numerator=sum(hits),
        denominator=len(hits),
        sample_size=len(hits),
        remark=_remark(len(hits)),
    )


def _remark(sample_size: int) -> Remark:
    return "样本不足" if sample_size < SMALL_SAMPLE else ""


def _adoption(demands: Sequence[DemandOutcome] | None) -> IndicatorValue:
    kind = [one.is_adopted for one in demands or () if one.service_category == "质量技术评价"]
    return _ratio("C1.1", kind)


def _in_time(indicator: IndicatorId, engagements: Sequence[Engagement]) -> IndicatorValue:
    completed = [one for one in engagements if one.end_reason == "completed"]
    return _ratio(indicator, [_is_in_time(one) for one in completed])


def _is_in_time(engagement: Engagement) -> bool:
    agreed, closed = engagement.finish_by, engagement.closed_at
    return agreed is not None and closed is not None and closed.astimezone(CHINA).date() <= agreed.date


def _passed_first_time(engagements: Sequence[Engagement]) -> IndicatorValue:
    return _ratio("C1.3", [one.reviews[0].outcome == "pass" for one in engagements if one.reviews])


def _solved(engagements: Sequence[Engagement]) -> IndicatorValue:
    """Acceptances are engagements that ended by one; whether the problem is solved must have been said."""
    ended = [one for one in engagements if one.end_reason in ("completed", "terminated_after_acceptance")]
    said = [one for one in ended if one.is_solved is not None or one.end_reason != "completed"]
    return _ratio("C3.2", [one.end_reason == "completed" and one.is_solved is True for one in said])


def _first_response(responses: Sequence[Response] | None, calendar: WorkingCalendar) -> IndicatorValue:
    if not responses:
        return IndicatorValue(indicator="C3.1")
    waits = [calendar.working_hours_between(one.submitted_at, one.responded_at) for one in responses]
    hours = sorted(Fraction(wait.hours) for wait in waits)
    middle = (hours[(len(hours) - 1) // 2] + hours[len(hours) // 2]) / 2
    cents = (middle * 100 + Fraction(1, 2)).__floor__()
    return IndicatorValue(
        indicator="C3.1",
        value=f"{cents // 100}.{cents % 100:02d}",
        sample_size=len(hours),
        remark=_remark(len(hours)),
        is_approximate=any(wait.is_approximate for wait in waits),
    )


def _asked(indicator: SurveyIndicator, engagements: Sequence[Engagement]) -> IndicatorValue:
    """The last questionnaire of each engagement; the rate is over all that were agreed and could be asked about."""
    could = [one for one in engagements if one.agreements]
    answers = [one.surveys[-1].answer.score(indicator) for one in could if one.surveys]
    scores = [score for score in answers if score is not None]
    if not scores:
        return IndicatorValue(indicator=indicator)
    tenths = Fraction(len(answers), len(could)) * 10_000 + Fraction(1, 2)
    return IndicatorValue(
        indicator=indicator,
        votes={str(score): scores.count(score) for score in range(1, 6)},
        response_rate=f"{tenths.__floor__() // 10_000}.{tenths.__floor__() % 10_000:04d}",
        sample_size=len(scores),
        remark=_remark(len(scores)),
    )


def _brought_about(indicator: Literal["D2.1", "D2.3"], engagements: Sequence[Engagement]) -> IndicatorValue:
    """The documented sum in 万元; a figure that nobody has shown counts nowhere."""
    kinds = {kind for kind, told in KINDS.items() if told.indicator == indicator}
    found = [one for one in totals(engagements) if one.kind in kinds and one.grade != "stated"]
    if not found:
        return IndicatorValue(indicator=indicator)
    yuan = sum((Decimal(one.amount) for one in found), Decimal())
    figures = sum(one.figures for one in found)
    value = format(yuan.scaleb(-4).normalize(), "f")
    return IndicatorValue(indicator=indicator, value=value, sample_size=figures, remark=_remark(figures))


def _complained_about(
    engagements: Sequence[Engagement], complaints: Sequence[ComplaintOutcome] | None
) -> IndicatorValue:
    if complaints is None:
        return IndicatorValue(indicator="D4.3")
    ids = {complaint.engagement_id for complaint in complaints}
    return _ratio("D4.3", [one.id in ids for one in engagements])


def _complaints_settled(complaints: Sequence[ComplaintOutcome] | None) -> IndicatorValue:
    settled = [one.is_closed_in_time and one.is_accepted for one in complaints or ()]
    return _ratio("D4.4", settled)
