"""What an agreement document may say: the tags of a template and their values, drafted from demand and offer. Pure.

The parties are the enterprise and the host legal person; the centre does the work and never is a party (S0-02).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engagement.comparing import Change, compare
from engagement.facts.agreement import LEVEL_LABELS, Offer
from engagement.facts.capitals import capitals
from engagement.facts.scope import scope_note
from engagement.record import Engagement
from evaluation.report.blocks import Text
from foundation.clock import CHINA
from foundation.errors import Conflict, InvalidInput
from foundation.language import Language, sentence
from foundation.secrecy import highest
from foundation.values import Value

BLANK = "＿＿＿＿＿＿"
"""Where the parties still have to write."""


_MOST_SHOWN = 400
"""Characters of one change; the whole text stands in its own clause."""


class Parties(Value):
    """Names as they are registered; ``credit_code`` is that of the host."""

    enterprise: str
    host: str
    credit_code: str | None = None
    centre: str
    demand_title: str


class Line(Value):
    """One acceptance criterion as a row of the table."""

    number: int
    quantity: Text
    limit: Text
    unit: Text
    method: Text
    sample: Text


class Altered(Value):
    """One change against the version that is replaced."""

    number: int
    text: Text


class Named(Value):
    """A numbered name: a deliverable, a member of the team with the role."""

    number: int
    name: Text
    role: Text = ""


class Content(Value):
    """The tags of a template. A list is looped over; what is not known yet is a blank to be written in."""

    engagement: str
    version: int
    status: Text
    is_amendment: bool
    replaces_version: int | None = None
    replaces_digest: str | None = None
    changes: tuple[Altered, ...] = ()
    signed_on: str
    enterprise: Text
    host: Text
    credit_code: Text
    centre: Text
    enterprise_contact: Text
    centre_contact: Text
    enterprise_signatory: Text
    host_signatory: Text
    demand: Text
    demand_id: str
    scope: Text
    price: str
    price_in_capitals: str
    finish_by: str
    scope_note: Text = ""
    """What is known of the approved scope behind the work; empty where nothing is known."""
    intellectual_property: Text
    level: Text
    criteria: tuple[Line, ...]
    deliverables: tuple[Named, ...]
    rework: Text = ""
    """How often the result may be reworked, in words; empty where the parties did not agree on it."""
    team: tuple[Named, ...] = ()
    digest: str
    """SHA-256 of the terms; both sides sign exactly this."""
    dated: date
    """When these terms came on the table, or were signed; the date of the file."""

    def tags(self) -> dict[str, Any]:
        """By name, for the template."""
        return self.model_dump(mode="json", exclude={"dated"})


def content_of(
    engagement: Engagement, parties: Parties, version: int | None = None, language: Language = "zh"
) -> Content:
    """The agreement of this version; without one the offer on the table as a draft, else the agreement in force.

    :raises Conflict: ``no_offer_yet``. :raises InvalidInput: ``agreement_version_unknown``, ``price_below_fen``.
    """
    number, offer = _version(engagement, version)
    signed = next((one for one in engagement.agreements if one.version == number), None)
    before = next((one for one in engagement.agreements if one.version == number - 1), None)
    changes = compare(before.offer, offer) if before else ()
    contacts, who, level = engagement.contacts, signed.signatories if signed else None, offer.level
    last = signed.signed_at if signed else _offered_at(engagement, offer)
    required = LEVEL_LABELS[highest(engagement.level, level)]
    return Content(
        engagement=engagement.id,
        version=number,
        status=_say("已签订", language) if signed else _say("草案，尚未签订", language),
        is_amendment=before is not None,
        replaces_version=before.version if before else None,
        replaces_digest=before.digest if before else None,
        changes=_altered(changes, language) if before else (),
        signed_on=last.astimezone(CHINA).date().isoformat() if signed else BLANK,
        enterprise=parties.enterprise,
        host=parties.host,
        credit_code=parties.credit_code or BLANK,
        centre=parties.centre,
        enterprise_contact=contacts.enterprise if contacts else BLANK,
        centre_contact=contacts.centre if contacts else BLANK,
        enterprise_signatory=who.enterprise if who else BLANK,
        host_signatory=who.host if who else BLANK,
        demand=parties.demand_title,
        demand_id=engagement.demand_id,
        scope=offer.scope,
        price=offer.price,
        price_in_capitals=capitals(offer.price),
        finish_by=offer.finish_by.isoformat(),
        scope_note=_scope_note(engagement, offer, language),
        intellectual_property=offer.intellectual_property,
        level=_say(required, language),
        criteria=_lines(offer, language),
        deliverables=tuple(Named(number=n, name=name) for n, name in enumerate(offer.deliverables, 1)),
        rework=_rework(offer, language),
        team=_team(engagement, language) if signed and signed == engagement.agreement else (),
        digest=offer.digest,
        dated=last.astimezone(CHINA).date(),
    )


def _version(engagement: Engagement, version: int | None) -> tuple[int, Offer]:
    """Number and terms: a signed version, or the next one while its offer is on the table."""
    signed = {one.version: one.offer for one in engagement.agreements}
    offer, open_number = engagement.offer, len(signed) + 1
    is_open = offer is not None and (not signed or engagement.agreement is None or _is_newer(engagement))
    if version is None:
        version = open_number if is_open else len(signed)
    if version in signed:
        return version, signed[version]
    if version == open_number and is_open and offer is not None:
        return version, offer
    if not signed and not is_open:
        raise Conflict("no_offer_yet", "还没有方案与报价，不能起草协议")
    raise InvalidInput("agreement_version_unknown", "没有第 {version} 版协议", version=version, field="version")


def _is_newer(engagement: Engagement) -> bool:
    """Whether an offer was made after the last signing."""
    events = [entry.event for entry in engagement.history if entry.event in ("make_offer", "sign")]
    return bool(events) and events[-1] == "make_offer"


def _offered_at(engagement: Engagement, offer: Offer) -> Any:
    made = (entry.at for entry in reversed(engagement.history) if entry.facts.offer == offer)
    return next(made, engagement.opened_at)


def _lines(offer: Offer, language: Language) -> tuple[Line, ...]:
    found = []
    for number, one in enumerate(offer.criteria, 1):
        limit = one.bounds if one.has_limits else BLANK
        if one.rounded_to is not None:
            limit += sentence("（修约到 {places} 位小数）", places=one.rounded_to).text(language)
        facts = {"unit": one.unit or BLANK, "method": one.method or BLANK, "sample": one.sample or BLANK}
        found.append(Line(number=number, quantity=one.quantity or one.id, limit=limit, **facts))
    return tuple(found)


def _scope_note(engagement: Engagement, offer: Offer, language: Language) -> str:
    """A check counts where it was of this scope."""
    check = engagement.scope_check if engagement.scope_checked == offer.scope else None
    said = scope_note(engagement.scope, check, offer.finish_by)
    return (" " if language == "en" else "").join(one.text(language) for one in said)


def _rework(offer: Offer, language: Language) -> str:
    most = offer.rework_limit
    return "" if most is None else sentence("返工不超过 {most} 次。", most=most).text(language)


def _team(engagement: Engagement, language: Language) -> tuple[Named, ...]:
    team = engagement.team
    if team is None:
        return ()
    lead = Named(number=1, name=team.lead.name, role=_say("负责人", language))
    staff = (Named(number=n, name=one.name, role=_say("成员", language)) for n, one in enumerate(team.staff, 2))
    return (lead, *staff)


def _altered(changes: tuple[Change, ...], language: Language) -> tuple[Altered, ...]:
    """Numbered; the same terms signed anew say that nothing changed."""
    if not changes:
        return (Altered(number=1, text=_say("条款没有改动", language)),)
    return tuple(Altered(number=n, text=_told(one, language)) for n, one in enumerate(changes, 1))


def _told(change: Change, language: Language) -> str:
    """In words; of a long text also what is new and what is gone."""
    said = change.says.text(language)
    for kind, name in (("removed", sentence("删去：")), ("added", sentence("增加："))):
        text = "…".join(piece.text.strip() for piece in change.pieces if piece.kind == kind)
        shown = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "……"
        said += f"\n{name.text(language)}{shown}" if shown else ""
    return said


def _say(word: str, language: Language) -> str:
    return sentence(word).text(language)
