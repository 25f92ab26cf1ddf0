"""Partial acceptance and disputes: on record, and without a word in the verdict (T13 needs every criterion)."""

from __future__ import annotations

import pytest

from engagement.deadlines import Rules
from engagement.facts.handover import AcceptedPart, Statements
from engagement.folding import fold
from engagement.guards import GUARDS, Situation
from engagement.log import Facts
from engagement.record import Engagement
from foundation.errors import Conflict, NotAllowed
from tests.engagement.cases import BAD, CALENDAR, CENTRE, ENTERPRISE, GOOD, REPORT, START, WHOLE, at, play, step
from tests.engagement.test_guards import refusal

FIRST = AcceptedPart(criteria=("shrinkage",), deliverables=("失效分析报告",))
STATEMENTS = Statements(criteria=("shrinkage",), enterprise="应在 150 ℃ 保持 1 h", centre="协议写的是 30 min")


def half_measured() -> Engagement:
    return step(at("acceptance"), "record_measurement", measurements=GOOD[:1])


def test_a_part_is_accepted_and_the_rest_stays_due() -> None:
    before = half_measured()
    after = step(before, "accept_part", ENTERPRISE, part=FIRST)
    rest = after.remainder()
    assert (rest.accepted_criteria, rest.open_criteria) == (("shrinkage",), ("thickness",))
    assert (rest.accepted_deliverables, rest.open_deliverables) == (("失效分析报告",), ())
    assert [one.is_accepted for one in after.verdict().judgements] == [True, False]
    assert (after.state, after.due, after.owner) == ("acceptance", before.due, before.owner)
    assert refusal(after, "accept", ENTERPRISE)[1] == "厚度：还没有实测值"
    done = step(step(after, "record_measurement", measurements=GOOD[1:]), "accept", ENTERPRISE, is_solved=True)
    assert done.end_reason == "completed"
    assert fold(done.history) == done


def test_only_the_enterprise_takes_over_a_part() -> None:
    with pytest.raises(NotAllowed):
        step(half_measured(), "accept_part", CENTRE, part=FIRST)


def test_a_part_that_fails_or_is_unknown_or_accepted_before_is_refused_by_name() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    assert refusal(bad, "accept_part", part=FIRST)[1].endswith("不合格")
    half = half_measured()
    assert refusal(half, "accept_part")[1] == "没有写明先接受哪些指标或成果"
    assert refusal(half, "accept_part", part=AcceptedPart())[0] == "part_acceptable"
    thickness = AcceptedPart(criteria=("thickness",))
    assert refusal(half, "accept_part", part=thickness)[1] == "厚度：还没有实测值"
    for part, words in (
        (AcceptedPart(criteria=("colour",)), "没有待验收的指标“colour”"),
        (AcceptedPart(deliverables=("小结",)), "没有待验收的成果“小结”"),
    ):
        assert refusal(half, "accept_part", part=part)[1] == words
    again = step(half, "accept_part", part=FIRST)
    assert refusal(again, "accept_part", part=FIRST)[1] == "没有待验收的指标“shrinkage”"


def test_rework_keeps_the_values_of_what_was_accepted_and_asks_for_the_others() -> None:
    thick = GOOD[1].model_copy(update={"value": "18"})
    taken = step(half_measured(), "accept_part", part=FIRST)
    failed = step(taken, "record_measurement", measurements=(thick,))
    again = step(failed, "rework", reason="厚度超差")
    assert again.measurements == GOOD[:1]
    assert again.remainder().open_criteria == ("thickness",)
    back = step(step(again, "hand_in", deliverable=REPORT), "deliver")
    assert refusal(back, "accept")[1] == "厚度：还没有实测值"
    assert step(step(back, "record_measurement", measurements=GOOD[1:]), "accept").state == "closed"


def test_an_accepted_criterion_that_is_measured_again_and_fails_still_blocks() -> None:
    taken = step(step(half_measured(), "accept_part", part=FIRST), "record_measurement", measurements=BAD)
    assert refusal(taken, "accept")[0] == "all_criteria_passed"


def test_a_dispute_keeps_what_was_said_and_measured_then() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    back = step(bad, "dispute_criteria", reason="条件不同", code="criteria_disputed", dispute=STATEMENTS)
    (dispute,) = back.disputes
    assert (dispute.number, dispute.statements, dispute.measurements) == (1, STATEMENTS, BAD)
    assert [one.outcome for one in dispute.judgements] == ["fail", "pass"]
    assert (back.state, back.measurements, back.acceptances) == ("negotiating", (), ())
    assert fold(back.history).disputes == back.disputes


def test_a_dispute_names_criteria_of_the_agreement_and_the_view_of_its_own_side() -> None:
    facts = {"reason": "条件不同", "code": "criteria_disputed"}
    assert refusal(at("acceptance"), "dispute_criteria", **facts)[0] == "dispute_recorded"
    other = STATEMENTS.model_copy(update={"criteria": ("colour",)})
    assert "colour" in refusal(at("acceptance"), "dispute_criteria", **facts, dispute=other)[1]
    silent = Statements(criteria=("shrinkage",), enterprise="不同意")
    words = "提出争议的一方要写明自己的意见"
    assert refusal(at("acceptance"), "dispute_criteria", CENTRE, **facts, dispute=silent)[1] == words
    assert step(at("acceptance"), "dispute_criteria", ENTERPRISE, **facts, dispute=silent).disputes
    changed = {"reason": "指标要改", "code": "criteria_to_be_changed"}
    assert step(at("acceptance"), "dispute_criteria", **changed).disputes == ()


@pytest.mark.parametrize(("agreed", "site", "opens"), [(1, None, True), (0, None, False), (0, 3, False), (3, 0, False)])
def test_the_smaller_limit_on_rework_holds(agreed: int, site: int | None, opens: bool) -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    assert bad.agreement is not None
    offer = bad.agreement.offer.model_copy(update={"rework_limit": agreed})
    limited = bad.model_copy(update={"agreements": (bad.agreement.model_copy(update={"offer": offer}),)})
    situation = Situation(limited, ENTERPRISE, Facts(), START, CALENDAR, Rules(rework_limit=site))
    assert (GUARDS["rework_left"](situation) is None) == opens


def test_a_concession_is_an_amendment_that_both_sides_sign() -> None:
    """A failed criterion never becomes 验收通过; another limit is agreed, signed and reviewed anew (ADR 0025)."""
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    assert refusal(bad, "accept", ENTERPRISE)[0] == "all_criteria_passed"
    talks = step(bad, "dispute_criteria", ENTERPRISE, reason="可以让步", code="criteria_to_be_changed")
    with pytest.raises(Conflict):
        play(talks, WHOLE[5:6])
    assert len(play(talks, WHOLE[1:6]).agreements) == 2
