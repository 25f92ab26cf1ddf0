"""Improvement records are never changed: every step is a new version that names the old one (S0-41)."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from evaluation.assess import assess
from evaluation.assessment import Assessment
from evaluation.editions.shipped import scheme_named
from evaluation.improvement.proposing import draft_items, improvement_plan
from evaluation.improvement.records import ImprovementRecord, checked, first_record, revised
from evaluation.improvement.service import check_effect, of_subject, take_up, versions, work_out
from evaluation.ratings import Rating
from evaluation.report.forms import written
from evaluation.report.reading import read_report
from evaluation.service import assess_centre
from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotFound
from tests.builders import actor
from tests.conftest import Working
from tests.evaluation.examples import OCCASION, example, mixed_weights, ratings
from tests.evaluation.report.reports import report_input

EVALUATOR = actor("evaluator", organisation="org_evaluator")
WORK = {"cause": "放大投入没有统计", "action": "建立台账", "owner": "孙主任", "due": date(2025, 9, 1)}


def record() -> ImprovementRecord:
    plan = improvement_plan(example())
    assert plan is not None
    return first_record("imp_1", example(), draft_items(example(), plan)[0])


def later(value: str | None) -> Assessment:
    scheme = scheme_named()
    data = ratings("D4.4", "D2.4") + ([Rating(indicator="D2.4", value=value)] if value else [])
    return assess(scheme, mixed_weights(scheme), data, occasion=OCCASION)


def test_a_new_version_names_the_old_one_and_the_old_one_stays() -> None:
    old = record()
    assert (old.item.indicator, old.score) == ("D2.4", "60.00")
    new = revised(old, **WORK)
    assert (new.version, new.corrects) == (2, old.sha256)
    assert (old.version, old.item.cause) == (1, "")
    with pytest.raises(ValidationError):
        new.version = 3  # type: ignore[misc]


@pytest.mark.parametrize(("value", "works"), [("4.2", True), ("3.40", False), ("2", False)])
def test_the_effect_is_the_score_of_the_next_assessment(value: str, works: bool) -> None:
    next_one = later(value)
    done = checked(revised(record(), **WORK), next_one)
    assert done.check is not None
    assert (done.check.before, done.check.is_effective) == ("60.00", works)
    assert done.check.assessment_sha256 == next_one.sha256
    assert done.item.effect == ("effective" if works else "not_effective")
    assert (done.check.after != "60.00") == (value != "3.40")


def test_no_effect_is_checked_before_the_item_is_worked_out() -> None:
    with pytest.raises(Conflict) as refusal:
        checked(record(), later("4"))
    assert refusal.value.code == "improvement_unfinished"


def test_an_effect_needs_another_comparable_assessment_with_a_score() -> None:
    ready = revised(record(), **WORK)
    other = OCCASION.model_copy(update={"subject": "ctr_other"})
    strange = assess(scheme_named(), mixed_weights(scheme_named()), ratings(), occasion=other)
    for assessment, code in (
        (example(), "improvement_same_assessment"),
        (strange, "improvement_not_comparable"),
        (later(None), "improvement_not_assessed"),
    ):
        with pytest.raises(Conflict) as refusal:
            checked(ready, assessment)
        assert refusal.value.code == code


def test_a_checked_item_stays_as_it_is_and_a_finding_always() -> None:
    done = checked(revised(record(), **WORK), later("4"))
    for attempt in (lambda: revised(done, cause="别的"), lambda: checked(done, later("5"))):
        with pytest.raises(Conflict):
            attempt()
    with pytest.raises(InvalidInput):
        revised(record(), finding="没有问题")
    with pytest.raises(InvalidInput):
        first_record("imp_2", later("4"), record().item)


def test_the_records_stand_in_the_report() -> None:
    done = checked(revised(record(), **WORK), later("4"))
    report = read_report(report_input(improvement=[done.model_dump(mode="json")]))
    page = written(report, "html").decode()
    for words in ("放大投入没有统计", "建立台账", "孙主任", "2025-09-01", "得分由 60.00 到 75.00"):
        assert words in page


def test_stored_records_keep_every_version_with_its_trace(engine: Engine, working: Working) -> None:
    with working(EVALUATOR) as work:
        before = assess_centre(work, "ctr_1", "org_evaluator", ratings("D4.4"), evaluator_kind="third")
        (first, *others) = take_up(work, before.envelope.id, 3)
    assert len(others) == 2
    with working(EVALUATOR) as work:
        second = work_out(work, first.id, 1, **WORK)
        better = [one for one in ratings("D4.4") if one.indicator != first.item.indicator]
        full = Rating(indicator=first.item.indicator, value="100000", votes=None)
        after = assess_centre(work, "ctr_1", "org_evaluator", [*better, full], evaluator_kind="third")
        third = check_effect(work, first.id, 2, after.envelope.id)
    assert third.check is not None
    assert third.check.is_effective
    with reading(engine) as session:
        assert list(versions(session, first.id)) == [first, second, third]
        assert [one.corrects for one in versions(session, first.id)] == [None, first.sha256, second.sha256]
        assert {one.id: one.version for one in of_subject(session, "ctr_1")}[first.id] == 3
        actions = [entry.action for entry in entries(session, first.id)]
        assert actions == ["improvement.taken_up", "improvement.revised", "improvement.checked"]
        with pytest.raises(NotFound):
            versions(session, "imp_none")


def test_who_has_not_seen_the_newest_version_changes_nothing(working: Working) -> None:
    with working(EVALUATOR) as work:
        before = assess_centre(work, "ctr_1", "org_evaluator", ratings("D4.4"), evaluator_kind="third")
        (first,) = take_up(work, before.envelope.id, 1)
        work_out(work, first.id, 1, **WORK)
    with pytest.raises(Conflict) as refusal, working(EVALUATOR) as work:
        work_out(work, first.id, 1, owner="别人")
    assert refusal.value.code == "changed_meanwhile"
