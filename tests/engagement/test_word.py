"""One side's word is not taken for both: the record says whose it is, wherever it is read."""

from __future__ import annotations

from engagement.engagement import Engagement
from engagement.word import standing_word, whose_word
from tests.engagement.cases import BAD, CENTRE, COORDINATOR, ENTERPRISE, HOST, at, step
from tests.engagement.test_engagement import PAUSE

ENDED = {"reason": "不再需要", "code": "terminated_by_agreement", "delivered": "无", "is_agreed_by_both": True}


def word(one: Engagement) -> str | None:
    found = standing_word(one)
    return found.text() if found is not None else None


def test_a_pause_that_one_side_calls_agreed_says_which_side_that_was() -> None:
    served = at("in_service")
    assert word(step(served, "suspend", ENTERPRISE, **PAUSE)) == "“双方同意”是企业一方写的，另一方没有在这里确认"
    assert word(step(served, "suspend", CENTRE, **PAUSE)) == "“双方同意”是中心一方写的，另一方没有在这里确认"
    assert word(step(served, "suspend", COORDINATOR, **PAUSE)) == "“双方同意”由协调员据双方所说记录"
    assert word(step(step(served, "suspend", HOST, **PAUSE), "resume", HOST)) is None


def test_an_end_by_agreement_says_whose_word_it_is_and_a_declared_one_claims_nothing() -> None:
    served = at("in_service")
    ended = step(served, "terminate", HOST, **ENDED)
    assert word(ended) == "“双方同意”是依托单位一方写的，另一方没有在这里确认"
    assert word(step(ended, "archive", reason="没有完成", code="evaluation_not_applicable")) == word(ended)
    alone = ENDED | {"code": "terminated_by_host", "is_agreed_by_both": None}
    assert word(step(served, "terminate", HOST, **alone)) is None


def test_the_view_of_the_other_side_in_a_dispute_is_told_as_retold() -> None:
    measured = step(at("acceptance"), "record_measurement", measurements=BAD)
    said = {"criteria": ("shrinkage",), "enterprise": "限值不对", "centre": "按标准测的"}
    how = {"reason": "限值", "code": "criteria_disputed"}
    both = step(measured, "dispute_criteria", ENTERPRISE, dispute=said, **how)
    retold = whose_word(both.history[-1])
    assert retold is not None
    assert retold.text() == "中心的意见是企业一方转述的，中心没有另行确认"
    alone = step(measured, "dispute_criteria", ENTERPRISE, dispute=said | {"centre": None}, **how)
    assert whose_word(alone.history[-1]) is None
