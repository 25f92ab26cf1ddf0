"""Closed engagements become indicator values; nothing missing becomes a zero (indicator tree, section 7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from engagement.afterwards.ratings import (
    INDICATORS,
    ComplaintOutcome,
    DemandOutcome,
    IndicatorValues,
    MatchReview,
    Response,
    Sources,
    Window,
    indicator_values,
)
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.errors import InvalidInput
from tests.engagement.cases import AGAINST, BAD, CALENDAR, PLAN, START, WHOLE, at, days_later, opened, play, step

MARCH = Window(first=date(2025, 3, 1), before=date(2025, 4, 1))


def closed(number: int, moment: datetime = START, **changes: object) -> Engagement:
    """A completed engagement with its own id, closed at a moment."""
    name = {"engagement_id": f"eng_{number}", "match_id": f"mat_{number}"}
    nearly = play(opened(**(name | changes)), WHOLE[:-2])  # type: ignore[arg-type]
    return step(nearly, "accept", moment=moment, is_solved=True)


def values(*engagements: Engagement, window: Window = MARCH, sources: Sources | None = None) -> IndicatorValues:
    return indicator_values(engagements, window, CALENDAR, sources)


def ratio(found: IndicatorValues, indicator: str) -> tuple[int | None, int | None]:
    value = found.values[indicator]  # type: ignore[index]
    return value.numerator, value.denominator


def test_without_any_case_everything_is_missing_and_nothing_is_zero() -> None:
    found = values(sources=Sources(demands=(), match_reviews=(), responses=(), complaints=()))
    assert tuple(found.values) == INDICATORS
    for value in found.values.values():
        assert (value.numerator, value.denominator, value.value, value.remark) == (None, None, None, "未评")
        assert value.rating is None


def test_in_time_is_by_the_agreed_day_inclusive() -> None:
    last = datetime(2025, 5, 30, 23, 59, tzinfo=CHINA)
    window = Window(first=date(2025, 3, 1), before=date(2025, 7, 1))
    found = values(closed(1, last), closed(2, last + timedelta(minutes=2)), window=window)
    assert ratio(found, "C1.2") == (1, 2)


def test_a_pause_moves_the_agreed_day() -> None:
    paused = step(at("in_service"), "suspend", reason="停", until=date(2025, 6, 30), is_agreed_by_both=True)
    resumed = step(paused, "resume", moment=days_later(7))
    tested = play(resumed, WHOLE[9:12], days_later(8))
    late = step(tested, "accept", moment=datetime(2025, 6, 9, 12, tzinfo=CHINA), is_solved=True)
    assert ratio(values(late, window=Window(first=date(2025, 6, 1), before=date(2025, 7, 1))), "C1.2") == (1, 1)


def test_testing_and_quality_evaluation_are_counted_apart() -> None:
    found = values(closed(1), closed(2, service_category="检验检测"), closed(3, service_category="标准研制"))
    assert ratio(found, "C1.2") == ratio(found, "C4.1") == (1, 1)
    assert ratio(found, "C3.2") == (3, 3)


def test_passed_at_the_first_review_does_not_count_a_second_round() -> None:
    back = step(at("review"), "fail_to_team", opinions=AGAINST, reason="缺", code="plan")
    second = play(step(back, "submit_plan", plan=PLAN), WHOLE[8:13])
    assert ratio(values(closed(1), second.model_copy(update={"id": "eng_2"})), "C1.3") == (1, 2)


def test_an_acceptance_that_failed_counts_and_one_without_an_answer_does_not() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    rejected = step(bad, "reject", reason="不合格").model_copy(update={"id": "eng_2"})
    silent = step(play(opened(), WHOLE[:-2]), "accept").model_copy(update={"id": "eng_3"})
    withdrawn = step(at("raised"), "withdraw").model_copy(update={"id": "eng_4"})
    assert ratio(values(closed(1), rejected, silent, withdrawn), "C3.2") == (1, 2)


def test_the_window_is_in_chinese_days_and_open_at_its_end() -> None:
    first = datetime(2025, 3, 1, 0, 0, tzinfo=CHINA)
    assert MARCH.holds(first)
    assert not MARCH.holds(first - timedelta(seconds=1))
    assert MARCH.holds(datetime(2025, 3, 31, 23, 59, tzinfo=CHINA))
    assert not MARCH.holds(datetime(2025, 4, 1, 0, 0, tzinfo=CHINA))
    assert ratio(values(closed(1, datetime(2025, 4, 1, tzinfo=CHINA))), "C1.2") == (None, None)


def test_fewer_than_five_are_a_small_sample() -> None:
    four = [closed(number) for number in range(4)]
    assert values(*four).values["C1.2"].remark == "样本不足"
    five = values(*four, closed(5)).values["C1.2"]
    assert (five.remark, five.sample_size) == ("", 5)


def test_what_others_know_is_handed_in() -> None:
    sources = Sources(
        demands=(
            DemandOutcome(demand_id="d1", service_category="质量技术评价", is_adopted=True),
            DemandOutcome(demand_id="d2", service_category="质量技术评价", is_adopted=False),
            DemandOutcome(demand_id="d3", service_category="检验检测", is_adopted=False),
        ),
        match_reviews=(MatchReview(match_id="m1", is_adopted=True), MatchReview(match_id="m2", is_adopted=False)),
        complaints=(
            ComplaintOutcome(engagement_id="eng_1", is_closed_in_time=True, is_accepted=True),
            ComplaintOutcome(engagement_id="eng_1", is_closed_in_time=True, is_accepted=False),
        ),
    )
    found = values(closed(1), closed(2), sources=sources)
    assert ratio(found, "C1.1") == (1, 2)
    assert ratio(found, "C3.3") == (1, 2)
    assert ratio(found, "D4.3") == (1, 2)
    assert ratio(found, "D4.4") == (1, 2)


def test_no_complaints_is_a_good_rate_and_no_word_about_complaints_is_none() -> None:
    assert ratio(values(closed(1), sources=Sources(complaints=())), "D4.3") == (0, 1)
    assert ratio(values(closed(1), sources=Sources(complaints=())), "D4.4") == (None, None)
    assert ratio(values(closed(1)), "D4.3") == (None, None)


def test_the_first_response_is_the_median_in_working_hours() -> None:
    """Friday 16:30 to Monday 10:00 is one hour and one hour: two, by the hours 9–12 and 13:30–17:30."""
    friday = datetime(2025, 3, 14, 16, 30, tzinfo=CHINA)
    monday = datetime(2025, 3, 17, 10, 0, tzinfo=CHINA)
    waits = (
        Response(demand_id="d1", submitted_at=friday, responded_at=monday),
        Response(demand_id="d2", submitted_at=friday, responded_at=friday + timedelta(minutes=30)),
        Response(demand_id="d3", submitted_at=friday, responded_at=monday + timedelta(days=1)),
    )
    median = values(sources=Sources(responses=waits)).values["C3.1"]
    assert (median.value, median.sample_size, median.is_approximate) == ("2.00", 3, False)
    assert values(sources=Sources(responses=waits[:2])).values["C3.1"].value == "1.25"


def test_a_value_becomes_a_rating_that_the_evaluation_takes() -> None:
    rating = values(closed(1)).values["C1.2"].rating
    assert rating is not None
    assert (rating.indicator, rating.numerator, rating.denominator, rating.source) == ("C1.2", "1", "1", "case")
    assert rating.evidence == "n=1 样本不足"


def test_the_order_of_the_cases_does_not_matter_and_a_new_case_changes_the_snapshot() -> None:
    one, two = closed(1), closed(2)
    assert values(one, two) == values(two, one)
    assert values(one).snapshot != values(one, two).snapshot


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        values(window=Window(first=date(2025, 4, 1), before=date(2025, 4, 1)))
    assert refused.value.code == "window_empty"
