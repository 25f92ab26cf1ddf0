"""Certificates have to carry the whole agreed time; where they lapse before, somebody answers for it (S2-19, S4-19)."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.documents.content import content_of
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.facts.scope_period import held_until
from engagement.record import Engagement
from foundation.errors import Conflict
from kb.passages import ScopeFacts
from matcher.legal.ruling import Ruling
from matcher.legal.validity import look
from matcher.matchlist import Hit
from matcher.outcome import Outcome
from matcher.query import Wanted
from tests.engagement.cases import OFFER, SIGNATORIES, opened, step
from tests.engagement.documents.test_documents import PARTIES, paper, text_of
from tests.matcher.review.reviewed import DAY, outcome, row

ENDS = OFFER.finish_by
CHECKED = ScopeCheck(by="郑主任", capacity="coordinator", is_inside=True)
REVIEW = {"capability": True, "scope": True, "secrecy": True, "impartiality": True}


def until(lapse: date | None) -> Engagement:
    """Inside the scope until that day, an offer on the table."""
    ruling = ScopeRuling(is_inside=True, run_id="run_1", planned_on=date(2025, 3, 10), holds_until=lapse)
    begun = step(opened(scope=ruling), "start", contacts={"enterprise": "王经理", "centre": "顾工"})
    return step(begun, "make_offer", offer=OFFER)


def agreed(engagement: Engagement) -> Engagement:
    offer = engagement.offer
    assert offer is not None
    for side in ("enterprise", "host"):
        engagement = step(engagement, "confirm_offer", side=side, digest=offer.digest)
    return step(engagement, "review_contract", contract_review=REVIEW)


def signed(engagement: Engagement) -> Engagement:
    return step(agreed(engagement), "sign", signatories=SIGNATORIES)


def checked(engagement: Engagement, check: ScopeCheck = CHECKED) -> Engagement:
    return step(engagement, "check_scope", scope_check=check, reason="延续申请已受理")


@pytest.mark.parametrize("lapse", [ENDS, date(2030, 1, 1), None])
def test_a_certificate_that_outlasts_the_service_is_enough(lapse: date | None) -> None:
    assert signed(until(lapse)).state == "agreed"


def test_a_certificate_that_lapses_a_day_before_the_agreed_end_stops_the_signing_by_name() -> None:
    lapse = date(2025, 5, 29)
    with pytest.raises(Conflict) as refused:
        signed(until(lapse))
    assert refused.value.facts["guard"] == "inside_scope"
    assert "资质有效至 2025-05-29，约定的完成日期 2025-05-30" in refused.value.text()
    assert "2025-05-29" in refused.value.text("en")
    assert signed(checked(until(lapse))).state == "agreed"


def test_who_checks_may_also_say_no() -> None:
    with pytest.raises(Conflict, match="服务内容超出批准的能力范围"):
        signed(checked(until(date(2025, 4, 1)), CHECKED.model_copy(update={"is_inside": False})))


def test_a_later_end_or_another_scope_needs_a_new_check_an_earlier_end_none() -> None:
    talks = checked(until(date(2025, 4, 1)))
    for change in ({"finish_by": date(2025, 6, 30)}, {"scope": "另做一项寿命试验"}):
        with pytest.raises(Conflict, match="资质有效至 2025-04-01"):
            signed(step(talks, "make_offer", offer=OFFER.model_copy(update=change)))
    later = step(talks, "make_offer", offer=OFFER.model_copy(update={"finish_by": date(2025, 6, 30)}))
    assert signed(checked(later)).state == "agreed"
    no = checked(until(date(2025, 4, 1)), CHECKED.model_copy(update={"is_inside": False}))
    assert signed(step(no, "make_offer", offer=OFFER.model_copy(update={"finish_by": date(2025, 4, 1)}))).state


def test_where_the_gate_ruled_for_the_whole_time_nobody_overrules_it() -> None:
    with pytest.raises(Conflict, match="不由人改判"):
        checked(until(ENDS))
    barred = opened(scope=ScopeRuling(is_inside=False, run_id="run_1", holds_until=date(2025, 4, 1)))
    begun = step(barred, "start", contacts={"enterprise": "王经理", "centre": "顾工"})
    with pytest.raises(Conflict, match="超出批准的能力范围"):
        signed(checked(step(begun, "make_offer", offer=OFFER)))


def test_the_agreement_says_until_when_the_certificates_hold_and_who_checked() -> None:
    plain = content_of(until(ENDS), PARTIES)
    assert plain.scope_note == "检验检测按批准的能力范围承担，所依据的资质有效至 2025-05-30。"
    beyond = content_of(checked(until(date(2025, 4, 1))), PARTIES)
    assert "没有有效资质的期间，不出具检验检测报告" in beyond.scope_note
    assert "协调员郑主任核对" in text_of(paper(beyond))
    assert content_of(until(None), PARTIES).scope_note == ""
    english = content_of(checked(until(date(2025, 4, 1))), PARTIES, language="en").scope_note
    assert "was checked by 郑主任 (the coordinator)" in english


def hit(parameter: str | None, ends: date, centre: str = "cen_a") -> Hit:
    """A row in force until that day, with the findings that the court writes."""
    says = tuple(one.says for one in look(ScopeFacts(qualification="CMA", valid_until=ends), DAY))
    ruling = Ruling(state="inside", way="test", findings=says, parameter=parameter)
    return row("inside").model_copy(update={"provider_id": centre, "ruling": ruling})


def found(*hits: Hit) -> Outcome:
    come = outcome("cen_a")
    whole = come.found.whole.model_copy(update={"hits": hits})
    return come.model_copy(update={"found": come.found.model_copy(update={"whole": whole})})


def test_of_rows_for_one_parameter_the_longest_counts_and_of_parameters_the_first_to_lapse() -> None:
    near, far, last = (DAY.replace(year=DAY.year + years) for years in (1, 2, 3))
    wanted = Wanted(text="", planned_on=DAY, service_category="检验检测", parameters=("冲击强度", "熔点"))
    rows = (hit("冲击强度", near), hit("冲击强度", last), hit("熔点", far), hit("熔点", last, "cen_b"))
    assert held_until(found(*rows), wanted, "cen_a") == far
    one = wanted.model_copy(update={"parameters": ()})
    assert held_until(found(*rows), one, "cen_a") == last
    assert held_until(found(row("lapsed").model_copy(update={"provider_id": "cen_a"})), one, "cen_a") is None
    assert held_until(found(*rows), one.model_copy(update={"service_category": None}), "cen_a") is None
