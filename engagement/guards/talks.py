"""Guards of the talks: who speaks for whom, about which offer."""

from __future__ import annotations

from engagement.facts.capitals import is_payable
from engagement.guards.situation import Refusal, Situation
from foundation.language import sentence
from foundation.markings import state_secret_marking
from foundation.text import clean


def contacts_named(now: Situation) -> Refusal:
    """A named contact on both sides."""
    return None if now.facts.contacts else sentence("双方还没有指定联系人")


def offer_given(now: Situation) -> Refusal:
    """An offer is handed in, for a day that has not passed and at a price that can be paid."""
    offer = now.facts.offer
    if offer is None:
        return sentence("没有给出方案与报价")
    if not is_payable(offer.price):
        return sentence("价格最多精确到分：{price}", price=offer.price)
    return sentence("约定的完成日期{day}已经过去", day=str(offer.finish_by)) if offer.finish_by < now.today else None


def confirms_latest_offer(now: Situation) -> Refusal:
    """The digest is that of the offer on the table: nobody says yes to something else."""
    offer = now.engagement.offer
    if offer is None:
        return sentence("还没有方案与报价")
    return None if now.facts.digest == offer.digest else sentence("确认的不是最新一版方案与报价，请重新查看后再确认")


def confirms_own_side(now: Situation) -> Refusal:
    """Each side speaks for itself: the host through people of the host, never through the centre alone (S0-02)."""
    side = now.facts.side
    if side is None:
        return sentence("没有写明代表哪一方确认")
    if not now.actor.holds(side):
        if side == "host":
            return sentence("中心不是法人，须由依托单位确认")
        return sentence("须由企业一方确认")
    acts_for = now.engagement.host_id if side == "host" else now.engagement.enterprise
    if now.actor.organisation is not None and now.actor.organisation != acts_for:
        return sentence("{actor}不属于这一方，不能代为确认", actor=now.actor.name)
    return None


def message_given(now: Situation) -> Refusal:
    """Words that may be kept, about an offer that is there."""
    message = now.facts.message
    if message is None or not clean(message.text):
        return sentence("没有写要说的话")
    if message.about is not None and message.about > len(now.engagement.offers):
        return sentence("没有第 {version} 版方案与报价", version=message.about)
    if state_secret_marking(message.text) is not None:
        return sentence("文字带有国家秘密标志，本系统不能接收，也没有保存；请走保密渠道")
    return None


def speaks_for_own_side(now: Situation) -> Refusal:
    """Nobody speaks in another's name; people of a centre are people of its host."""
    message, engagement = now.facts.message, now.engagement
    if message is None:
        return sentence("没有写要说的话")
    own = {
        "enterprise": (engagement.enterprise,),
        "centre": (engagement.centre_id, engagement.host_id),
        "host": (engagement.host_id,),
    }.get(message.side)
    is_theirs = own is None or now.actor.organisation is None or now.actor.organisation in own
    if now.actor.holds(message.side) and is_theirs:
        return None
    return sentence("只能以本方的名义说话")


def copy_fits_agreement(now: Situation) -> Refusal:
    """The hash on the paper is that of a signed agreement, and the paper was signed by today."""
    copy = now.facts.signed_copy
    if copy is None:
        return sentence("没有写明签署件")
    if all(one.digest != copy.digest for one in now.engagement.agreements):
        return sentence("签署件上的摘要不是已签订协议的摘要，请核对签的是哪一版")
    return None if copy.signed_on <= now.today else sentence("签署日期{day}还没有到", day=str(copy.signed_on))


def agreement_in_force(now: Situation) -> Refusal:
    """Something was signed, so there is an agreement to end and a service that something can come out of."""
    return None if now.engagement.agreement else sentence("没有签订过协议，不能办这一步")


def no_agreement_in_force(now: Situation) -> Refusal:
    """Nothing has been signed; afterwards an end is a termination, not a withdrawal."""
    return None if now.engagement.agreement is None else sentence("协议已经签订，不能再撤回，只能终止")
