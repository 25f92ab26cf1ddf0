"""Whoever does not mean well: floods, signs that nobody sees, amounts that are none, days that passed, back doors."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from pydantic import ValidationError

from engagement import engagement as kernel
from engagement.facts.agreement import Offer
from engagement.facts.message import Message
from engagement.facts.milestones import MilestoneReport
from engagement.folding import fold
from engagement.log import Entry, Facts
from foundation.errors import Conflict, InvalidInput, NotAllowed
from tests.engagement.cases import CENTRE, ENTERPRISE, HOST, OFFER, REPORT, START, at, days_later, step
from tests.engagement.test_engagement import PAUSE
from tests.engagement.test_guards import refusal

SAID = {"side": "enterprise", "text": "在吗"}


def test_a_flood_of_one_kind_of_work_ends_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "MOST_OF_A_KIND", 12)
    talks = at("in_service")
    for _ in range(12):
        talks = step(talks, "say", ENTERPRISE, message=SAID)
    with pytest.raises(Conflict) as refused:
        step(talks, "say", ENTERPRISE, message=SAID)
    assert refused.value.code == "engagement_log_full"
    served = step(step(talks, "hand_in", deliverable=REPORT), "deliver")
    assert served.state == "acceptance"


def test_a_flood_of_steps_to_and_fro_ends_too_and_the_way_to_the_end_stays_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kernel, "MOST_OF_A_KIND", 12)
    served = at("in_service")
    for _ in range(12):
        served = step(step(served, "suspend", HOST, **PAUSE), "resume", HOST)
    with pytest.raises(Conflict) as refused:
        step(served, "suspend", HOST, **PAUSE)
    assert refused.value.code == "engagement_log_full"
    over = step(served, "terminate", HOST, reason="做不完", code="terminated_by_host", delivered="无")
    assert over.state == "closed"


def test_ten_times_the_log_takes_about_ten_times_as_long_to_fold() -> None:
    """Measured in one run, so that a busy machine does not matter; a history copied anew made it a hundred times."""
    log = list(step(at("in_service"), "say", ENTERPRISE, message=SAID).history)
    log += [log[-1].model_copy(update={"number": number}) for number in range(len(log) + 1, 50_001)]
    few, many = (min(_seconds(log[:length]) for _ in range(2)) for length in (5_000, 50_000))
    assert many / few < 40, f"{few:.3f} s for 5,000 entries, {many:.3f} s for 50,000"


def _seconds(log: list[Entry]) -> float:
    start = process_time()
    assert fold(log).version == len(log)
    return process_time() - start


@pytest.mark.parametrize("price", ["NaN", "Infinity", "-1", "1e9", "１２", "1,000", "", " 5", "9" * 19, "1.005"])
def test_a_price_that_is_no_amount_is_no_price(price: str) -> None:
    try:
        offer = Offer.model_validate(OFFER.model_dump() | {"price": price})
    except ValidationError:
        return
    assert refusal(at("negotiating"), "make_offer", offer=offer)[0] == "offer_given"


def test_a_message_longer_than_the_field_is_no_message() -> None:
    with pytest.raises(ValidationError):
        Message(side="enterprise", text="字" * 4_001)
    assert step(at("negotiating"), "say", ENTERPRISE, message=SAID | {"text": "字" * 4_000}).version


def test_a_reason_of_signs_that_nobody_sees_is_none() -> None:
    for reason in ("\u200b", "\u2060\ufeff", "\u202e \x00"):
        with pytest.raises(InvalidInput) as refused:
            step(at("in_service"), "request_change", ENTERPRISE, reason=reason)
        assert refused.value.code == "reason_missing"


def test_a_marking_of_a_state_secret_with_a_hidden_sign_in_it_is_seen() -> None:
    hidden = SAID | {"text": "机\u200b密★10年 图样"}
    assert refusal(at("negotiating"), "say", ENTERPRISE, message=hidden)[0] == "message_given"


def test_whoever_signed_does_not_leave_by_the_back_door() -> None:
    """A change that is asked for and then not agreed is a termination, with what was delivered and by whose will."""
    back = step(at("in_service"), "request_change", CENTRE, reason="做不完")
    for event in ("stop", "try_next", "withdraw"):
        assert refusal(back, event, reason="谈不拢")[0] == "no_agreement_in_force"
    assert refusal(back, "terminate", reason="做不完", code="terminated_by_host")[0] == "delivered_stated"
    with pytest.raises(NotAllowed):
        step(back, "terminate", CENTRE, reason="做不完", code="terminated_by_host", delivered="无")
    over = step(back, "terminate", HOST, reason="做不完", code="terminated_by_host", delivered="无")
    assert (over.state, over.end_reason) == ("closed", "terminated_by_host")


def test_two_amendments_are_never_open_at_once() -> None:
    back = step(at("in_service"), "request_change", ENTERPRISE, reason="增加样品")
    for event in ("request_change", "dispute_criteria"):
        with pytest.raises(Conflict) as refused:
            step(back, event, ENTERPRISE, reason="再加一个", code="criteria_to_be_changed")
        assert refused.value.code == "step_not_open"


def test_a_suspended_service_takes_nothing_but_its_resumption() -> None:
    paused = step(at("acceptance"), "suspend", **PAUSE)
    for event, facts in (("accept", {}), ("say", {"message": SAID}), ("terminate", {"reason": "a", "delivered": "无"})):
        with pytest.raises(Conflict) as refused:
            step(paused, event, **facts)
        assert refused.value.code == "step_not_open"
    assert step(paused, "resume").state == "acceptance"


def test_nobody_signs_for_a_day_that_passed_while_the_parties_talked() -> None:
    agreed = at("negotiating")
    late = START.replace(year=2025, month=5, day=31)
    facts = Facts.model_validate({"signatories": {"enterprise": "王总", "host": "李院长"}})
    assert step(agreed, "sign", HOST, moment=late - timedelta(days=1), **dict(facts)).state == "agreed"
    with pytest.raises(Conflict) as refused:
        step(agreed, "sign", HOST, moment=late, **dict(facts))
    assert refused.value.facts["guard"] == "time_left"


def test_what_was_done_under_the_plan_of_before_is_not_done_under_the_new_one() -> None:
    done = MilestoneReport(name="热分析", progress="done", on=date(2025, 3, 10))
    changed = step(step(at("in_service"), "report_milestone", milestone=done), "request_change", reason="增加样品")
    assert changed.milestones == ()
    assert [entry.facts.milestone for entry in changed.history if entry.facts.milestone] == [done], "the log keeps it"
    assert at("in_service", moment=days_later(1)).next_milestone is not None
