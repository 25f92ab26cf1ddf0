"""Rounds of talks, who may say what about which offer, and the scanned copies of a signed agreement (S0-02, S0-04)."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.folding import fold
from engagement.record import Engagement
from engagement.talks import answer_for_enterprise, compared, rounds, signatures_of
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed
from tests.builders import actor
from tests.engagement.cases import (
    CENTRE,
    CONTACTS,
    COPY,
    ENTERPRISE,
    HOST,
    OFFER,
    REVIEWER,
    at,
    opened,
    step,
)

CHEAPER = OFFER.model_copy(update={"price": "46000.00"})


def said(engagement: Engagement, who: Actor, side: str, text: str, about: int | None = None) -> Engagement:
    return step(engagement, "say", who, message={"side": side, "text": text, "about": about})


def refusal(engagement: Engagement, event: str, who: Actor = HOST, **facts: object) -> str:
    with pytest.raises(Conflict) as refused:
        step(engagement, event, who, **facts)
    assert refused.value.code == "guard_refused"
    return refused.value.text()


def test_rounds_tell_who_said_what_about_which_offer_and_what_changed() -> None:
    talks = step(opened(), "start", contacts=CONTACTS)
    talks = said(talks, ENTERPRISE, "enterprise", "能不能快一点？")
    talks = step(talks, "make_offer", CENTRE, offer=OFFER)
    talks = said(talks, ENTERPRISE, "enterprise", "价格偏高", 1)
    talks = step(talks, "confirm_offer", ENTERPRISE, side="enterprise", digest=OFFER.digest)
    talks = step(talks, "make_offer", CENTRE, offer=CHEAPER)
    talks = said(talks, HOST, "host", "已降价", 2)
    before, first, second = rounds(talks)
    assert [(one.number, len(one.said)) for one in (before, first, second)] == [(0, 1), (1, 1), (2, 1)]
    assert (first.said[0].message.text, first.said[0].actor_id) == ("价格偏高", ENTERPRISE.id)
    assert (first.changes, [one.side for one in first.confirmations]) == ((), ["enterprise"])
    assert [one.says.text() for one in second.changes] == ["价格（元）：由“48000.00”改为“46000.00”"]
    assert (second.digest, second.confirmations, second.is_agreed) == (CHEAPER.digest, (), False)
    assert compared(talks, 2, 1)[0].after == "48000.00"
    for wrong in (0, 3):
        with pytest.raises(InvalidInput, match="没有第"):
            compared(talks, wrong, 1)
    assert fold(talks.history) == talks
    assert rounds(at("agreed"))[-1].is_agreed


@pytest.mark.parametrize("state", ["negotiating", "agreed", "team_formed", "review", "in_service", "acceptance"])
def test_words_change_nothing_but_the_log(state: str) -> None:
    before = at(state)
    after = said(before, CENTRE, "centre", "样品收到了")
    kept = {"version", "history"}
    assert after.model_dump(exclude=kept) == before.model_dump(exclude=kept)


def test_nobody_speaks_for_another_side() -> None:
    talks = at("negotiating")
    assert "只能以本方" in refusal(talks, "say", CENTRE, message={"side": "enterprise", "text": "同意"})
    assert "只能以本方" in refusal(talks, "say", actor("centre"), message={"side": "host", "text": "同意"})
    with pytest.raises(NotAllowed):
        said(talks, actor("enterprise", organisation="ent_9"), "enterprise", "我也说一句")
    with pytest.raises(NotAllowed):
        said(at("review"), REVIEWER, "centre", "评审人员另有意见栏")


def test_words_must_be_words_about_an_offer_that_is_there_and_no_state_secret() -> None:
    talks = at("negotiating")
    assert "没有写" in refusal(talks, "say", CENTRE)
    assert "没有写" in refusal(talks, "say", CENTRE, message={"side": "centre", "text": "  \n"})
    assert "没有第 2 版" in refusal(talks, "say", CENTRE, message={"side": "centre", "text": "看第二版", "about": 2})
    secret = {"side": "centre", "text": "机密★10年 某型号参数"}
    assert "国家秘密标志" in refusal(talks, "say", CENTRE, message=secret)


def test_both_copies_make_an_agreement_complete() -> None:
    signed = at("agreed")
    (state,) = signatures_of(signed)
    assert (state.is_complete, state.says.text()) == (False, "第 1 版签署件还缺：企业、依托单位")
    half = step(signed, "attach_signed_copy", HOST, signed_copy=COPY)
    assert signatures_of(half)[0].missing == ("enterprise",)
    whole = step(half, "attach_signed_copy", ENTERPRISE, signed_copy=COPY.model_copy(update={"side": "enterprise"}))
    (state,) = signatures_of(whole)
    assert (state.is_complete, state.says.text()) == (True, "第 1 版签署件齐全")
    assert (whole.state, fold(whole.history)) == ("agreed", whole)
    better = step(whole, "attach_signed_copy", HOST, signed_copy=COPY.model_copy(update={"sha256": "d" * 64}))
    assert [one.sha256[0] for one in signatures_of(better)[0].copies] == ["c", "d"]


def test_a_copy_of_other_terms_or_of_tomorrow_is_refused() -> None:
    other = COPY.model_copy(update={"digest": CHEAPER.digest})
    assert "不是已签订协议的摘要" in refusal(at("agreed"), "attach_signed_copy", signed_copy=other)
    later = COPY.model_copy(update={"signed_on": date(2025, 3, 11)})
    assert "还没有到" in refusal(at("agreed"), "attach_signed_copy", signed_copy=later)
    assert "没有写明签署件" in refusal(at("agreed"), "attach_signed_copy")
    with pytest.raises(Conflict) as refused:
        step(at("negotiating"), "attach_signed_copy", signed_copy=COPY)
    assert refused.value.code == "step_not_open"


def test_an_engagement_may_close_without_copies_and_that_is_shown() -> None:
    closed = at("closed")
    assert signatures_of(closed)[0].says.text() == "项目已终结，第 1 版签署件仍缺：企业、依托单位"
    late = step(closed, "attach_signed_copy", HOST, signed_copy=COPY)
    assert (late.state, signatures_of(late)[0].missing) == ("closed", ("enterprise",))


def test_copies_of_an_earlier_version_stay_with_it() -> None:
    first = step(at("agreed"), "attach_signed_copy", HOST, signed_copy=COPY)
    second = first.agreements[0].model_copy(update={"version": 2, "offer": CHEAPER, "digest": CHEAPER.digest})
    both = first.model_copy(update={"agreements": (*first.agreements, second)})
    assert [one.missing for one in signatures_of(both)] == [("enterprise",), ("enterprise", "host")]
    again = step(both, "attach_signed_copy", HOST, signed_copy=COPY.model_copy(update={"digest": CHEAPER.digest}))
    assert [one.version for one in again.signed_copies] == [1, 2]


def test_the_enterprise_is_told_why_and_that_it_goes_on() -> None:
    assert answer_for_enterprise(at("negotiating"), "示例中心") is None
    back = step(at("negotiating"), "try_next", reason="产能不足。")
    told = answer_for_enterprise(back, "示例中心")
    assert told is not None
    assert told.text().startswith("与示例中心没有谈成：产能不足。您的需求没有结束")
