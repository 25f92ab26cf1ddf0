"""Effects some months later: what is due, what counts, and never a figure better than its evidence (B19)."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from engagement.afterwards.followups import months_after, owed, totals
from engagement.facts.benefits import Effect, EffectReport
from engagement.folding import fold
from foundation.errors import Conflict
from tests.engagement.cases import CENTRE, COORDINATOR, EFFECTS, ENTERPRISE, HOST, SAVED, SURVEY, at, days_later, step


def test_a_grade_follows_from_what_stands_behind_a_figure() -> None:
    shown = SAVED.model_copy(update={"evidence": "a" * 64})
    confirmed = shown.model_copy(update={"verified_by": "会计师事务所"})
    assert [one.grade for one in (SAVED, shown, confirmed)] == ["stated", "documented", "third_party"]
    with pytest.raises(ValidationError):
        Effect.model_validate(SAVED.model_dump() | {"verified_by": "会计师事务所"})


def test_nobody_verifies_their_own_figures_but_the_coordinator_enters_who_did() -> None:
    shown = SAVED.model_copy(update={"evidence": "a" * 64, "verified_by": "会计师事务所"})
    report = EFFECTS.model_copy(update={"effects": (shown,)})
    for party in (ENTERPRISE, CENTRE, HOST):
        with pytest.raises(Conflict, match="第三方核实由协调员登记"):
            step(at("closed"), "report_effect", party, effect_report=report)
    after = step(at("closed"), "report_effect", COORDINATOR, effect_report=report)
    assert after.effect_reports[0].report.effects[0].grade == "third_party"


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "美元"},
        {"amount": "1e5"},
        {"last": date(2024, 11, 30)},
        {"kind": "other", "unit": "分"},
    ],
)
def test_a_figure_without_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Effect.model_validate(SAVED.model_dump() | wrong)


def test_reports_are_owed_at_the_set_months_of_a_completed_service_until_they_come() -> None:
    closed = at("closed")
    assert [(one.month, one.due) for one in owed(closed)] == [
        (3, date(2025, 6, 10)),
        (6, date(2025, 9, 10)),
        (12, date(2026, 3, 10)),
    ]
    reported = step(closed, "report_effect", moment=days_later(92), effect_report=EFFECTS)
    assert [one.month for one in owed(reported)] == [6, 12]
    assert owed(at("in_service")) == owed(step(at("raised"), "withdraw")) == ()


@pytest.mark.parametrize(("days", "still_owed"), [(0, True), (91, True), (92, False), (200, False)])
def test_a_report_before_its_month_is_taken_down_and_asked_for_again_at_its_month(days: int, still_owed: bool) -> None:
    told = step(at("closed"), "report_effect", moment=days_later(days), effect_report=EFFECTS)
    assert [one.report for one in told.effect_reports] == [EFFECTS], "what is true is not refused"
    assert (3 in [one.month for one in owed(told)]) == still_owed
    again = step(told, "report_effect", moment=days_later(100), effect_report=EFFECTS)
    assert [one.amount for one in totals([again])] == ["125000"], "the report at its month takes its place"
    assert 3 not in [one.month for one in owed(again)]


def test_a_month_has_its_last_day() -> None:
    assert months_after(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert months_after(date(2024, 11, 29), 15) == date(2026, 2, 28)
    assert months_after(date(2025, 12, 1), 1) == date(2026, 1, 1)


def test_totals_are_the_sum_of_the_records_kept_apart_by_grade_and_the_last_report_of_a_month_counts() -> None:
    shown = SAVED.model_copy(update={"amount": "0.1", "unit": "元", "evidence": "a" * 64})
    first = step(at("closed"), "report_effect", effect_report=EFFECTS)
    again = step(first, "report_effect", effect_report=EffectReport(month=3, effects=(SAVED, SAVED, shown)))
    both = step(again, "report_effect", effect_report=EffectReport(month=6, effects=(shown, shown)))
    assert [(one.grade, one.unit, one.amount, one.figures) for one in totals([both])] == [
        ("documented", "元", "0.3", 3),
        ("stated", "元", "250000", 2),
    ]
    assert fold(both.history) == both


def test_effects_of_the_future_and_of_other_months_are_refused() -> None:
    ahead = SAVED.model_copy(update={"last": days_later(1).date()})
    with pytest.raises(Conflict, match="不能超过今天"):
        step(at("closed"), "report_effect", effect_report=EffectReport(month=3, effects=(ahead,)))
    with pytest.raises(Conflict, match="第3、6、12个月"):
        step(at("closed"), "report_effect", effect_report=EffectReport(month=4, effects=(SAVED,)))


def test_a_service_that_never_was_is_neither_asked_about_nor_reported() -> None:
    withdrawn = step(at("raised"), "withdraw")
    for event, facts in (("answer_survey", {"survey": SURVEY}), ("report_effect", {"effect_report": EFFECTS})):
        with pytest.raises(Conflict, match="没有签订过协议"):
            step(withdrawn, event, **facts)


def test_a_questionnaire_comes_back_once_per_closure_also_after_the_archive() -> None:
    asked = step(at("archived"), "answer_survey", ENTERPRISE, survey=SURVEY)
    assert (asked.state, asked.surveys[0].answer, asked.archive_digest) == (
        "archived",
        SURVEY,
        at("archived").archive_digest,
    )
    with pytest.raises(Conflict, match="已经交过了"):
        step(asked, "answer_survey", ENTERPRISE, survey=SURVEY)
