"""Assessments in the database: independent, append-only, versioned, and verifiable years later."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, text

from evaluation import store
from evaluation.service import assess_centre, correct_assessment, get, history, verify_stored
from evaluation.store import StoredAssessment
from evaluation.weights.ahp import ahp
from foundation.actors import Actor
from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotFound
from tests.builders import actor
from tests.conftest import Working
from tests.evaluation.examples import ratings

EVALUATOR = actor("evaluator", organisation="org_evaluator")


def made(working: Working, who: Actor = EVALUATOR) -> StoredAssessment:
    with working(who) as work:
        return assess_centre(
            work,
            "ctr_1",
            "org_evaluator",
            ratings("D4.4"),
            evaluator_kind="third",
            host_id="org_host",
            weights={"T": ahp(list("ABCD"), [["1"] * 4] * 4)},
            period=(date(2024, 1, 1), date(2025, 1, 1)),
        )


def test_an_assessment_is_kept_with_its_very_text(engine: Engine, working: Working) -> None:
    stored = made(working)
    with reading(engine) as session:
        again = get(session, stored.envelope.id)
        assert again == stored
        assert again.assessment.sha256 == stored.envelope.sha256
        assert again.assessment.canonical == stored.canonical
        assert again.envelope.version == 1
        assert again.envelope.series == again.envelope.id
        assert again.envelope.total == again.assessment.results.total
        (entry,) = entries(session, stored.envelope.id)
        assert entry.action == "assessment.made"
        assert entry.facts["sha256"] == stored.envelope.sha256


def test_a_correction_appends_a_version_and_leaves_the_old_one(engine: Engine, working: Working) -> None:
    old = made(working)
    with working(EVALUATOR) as work:
        new = correct_assessment(work, old.envelope.id, ratings(), "补录投诉处理")
    assert (new.envelope.version, new.envelope.corrects) == (2, old.envelope.sha256)
    assert new.envelope.series == old.envelope.id
    with reading(engine) as session:
        assert get(session, old.envelope.id) == old
        assert [envelope.id for envelope in history(session, "ctr_1")] == [old.envelope.id, new.envelope.id]
        assert history(session, "ctr_2") == []
        before, after = (get(session, name).assessment.content for name in (old.envelope.id, new.envelope.id))
    assert after.weights == before.weights
    assert after.occasion == before.occasion
    assert after.revision.reason == "补录投诉处理"


def test_only_the_newest_version_may_be_corrected(working: Working) -> None:
    old = made(working)
    with working(EVALUATOR) as work:
        correct_assessment(work, old.envelope.id, ratings(), "补录")
    with pytest.raises(Conflict) as refusal, working(EVALUATOR) as work:
        correct_assessment(work, old.envelope.id, ratings(), "再补")
    assert refusal.value.code == "assessment_already_corrected"


def test_a_correction_needs_a_reason(working: Working) -> None:
    old = made(working)
    with pytest.raises(InvalidInput), working(EVALUATOR) as work:
        correct_assessment(work, old.envelope.id, ratings(), "  ")


@pytest.mark.parametrize(
    ("who", "evaluator", "kind", "code"),
    [
        (EVALUATOR, "ctr_1", "second", "evaluator_not_independent"),
        (EVALUATOR, "ctr_1", "third", "evaluator_not_independent"),
        (EVALUATOR, "org_host", "third", "evaluator_not_independent"),
        (actor("evaluator", organisation="ctr_1"), "org_evaluator", "third", "evaluator_not_independent"),
        (actor("evaluator", organisation="org_host"), "org_evaluator", "third", "evaluator_not_independent"),
        (EVALUATOR, "org_evaluator", "self", "self_evaluation_by_other"),
        (EVALUATOR, "org_host", "second", None),
        (actor("centre", organisation="ctr_1"), "ctr_1", "self", None),
        (EVALUATOR, "org_evaluator", "third", None),
    ],
)
def test_who_evaluates_is_not_who_is_evaluated(
    working: Working, who: Actor, evaluator: str, kind: str, code: str | None
) -> None:
    def attempt() -> None:
        with working(who) as work:
            assess_centre(work, "ctr_1", evaluator, ratings(), evaluator_kind=kind, host_id="org_host")  # type: ignore[arg-type]

    if code is None:
        attempt()
        return
    with pytest.raises(Conflict) as refusal:
        attempt()
    assert refusal.value.code == code


def test_a_refused_assessment_leaves_nothing(engine: Engine, working: Working) -> None:
    with pytest.raises(Conflict), working(EVALUATOR) as work:
        assess_centre(work, "ctr_1", "ctr_1", ratings())
    with reading(engine) as session:
        assert history(session, "ctr_1") == []


def test_a_stored_assessment_verifies_and_a_bent_row_does_not(engine: Engine, working: Working) -> None:
    stored = made(working)
    with reading(engine) as session:
        assert verify_stored(session, stored.envelope.id).agrees
    score = stored.assessment.line("A1.1").score
    bent = stored.canonical.replace(f'"score":"{score}"', '"score":"99.99"', 1)
    assert bent != stored.canonical
    with engine.begin() as connection:
        connection.execute(text("UPDATE assessments SET content=:content"), {"content": bent})
    with reading(engine) as session:
        outcome = verify_stored(session, stored.envelope.id)
    assert not outcome.agrees
    assert "sha256" in str(outcome.says)


def test_two_corrections_of_one_version_cannot_both_stand(working: Working) -> None:
    stored = made(working)
    with working(EVALUATOR) as work:
        new = correct_assessment(work, stored.envelope.id, ratings(), "补录")
    late = new.envelope.model_copy(update={"id": "asm_late"})
    with pytest.raises(Conflict) as refusal, working(EVALUATOR) as work:
        store.add(work.session, late, new.canonical)
    assert refusal.value.code == "changed_meanwhile"


def test_what_is_not_there_is_not_found(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFound):
        get(session, "asm_none")
