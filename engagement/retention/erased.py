"""What remains of an engagement when its time is over: states, days, outcomes and figures, no person and no words.

Fields remain by name, so that a field that is new tomorrow is gone until somebody says that it remains. What the
evaluation counts (:mod:`engagement.afterwards.ratings`) is among them: erasing changes no indicator.
"""

from __future__ import annotations

from collections.abc import Iterable

from engagement.facts.agreement import Agreement, Offer, Signatories
from engagement.facts.benefits import Effect, ReportedEffects
from engagement.facts.survey import Survey
from engagement.facts.technical_review import Review
from engagement.log import Entry, Facts
from engagement.record import Engagement
from evaluation.canonical import sha256
from foundation.language import sentence

GONE = sentence("（已删除）").template
_REMAINING = frozenset(
    {
        "id",
        "demand_id",
        "match_id",
        "centre_id",
        "host_id",
        "profile",
        "service_category",
        "level",
        "host_level",
        "scope",
        "opened_at",
        "state",
        "version",
        "owner_role",
        "due",
        "finish_by",
        "rework_count",
        "has_new_deliverables",
        "is_solved",
        "end_reason",
        "closed_at",
        "assessment_id",
        "archive_digest",
    }
)


def erased(engagement: Engagement) -> Engagement:
    """The same engagement with what may remain, and its log as stubs."""
    kept = {name: getattr(engagement, name) for name in _REMAINING}
    return Engagement(
        **kept,
        enterprise=GONE,
        opened_by=GONE,
        agreements=tuple(_agreement(one) for one in engagement.agreements),
        reviews=tuple(_review(one) for one in engagement.reviews),
        surveys=tuple(_survey(one) for one in engagement.surveys),
        effect_reports=tuple(_effects(one) for one in engagement.effect_reports),
        history=tuple(stub(entry) for entry in engagement.history),
    )


def stub(entry: Entry) -> Entry:
    """An entry without who and what: its place, its step, its time and the digest of the one before."""
    names = ("number", "row", "event", "state", "next", "at", "code", "previous")
    return Entry(**{name: getattr(entry, name) for name in names}, actor_id=GONE, facts=Facts())


def remains_digest(content: Engagement, digests: Iterable[str]) -> str:
    """SHA-256 over all that remains: the content, the stubs, and the digests of the entries as they were."""
    stubs = [one.model_dump(mode="json", exclude_none=True) for one in content.history]
    record = content.model_dump(mode="json", exclude={"history"}, exclude_none=True)
    return sha256({"record": record, "stubs": stubs, "entries": list(digests)})


def _agreement(one: Agreement) -> Agreement:
    """That there was one, when, and the digest of its terms; the terms are gone."""
    offer = Offer(
        party=one.offer.party,
        scope=GONE,
        price="0",
        finish_by=one.offer.finish_by,
        intellectual_property=GONE,
        level=one.offer.level,
    )
    return one.model_copy(update={"offer": offer, "signatories": Signatories(enterprise=GONE, host=GONE)})


def _review(one: Review) -> Review:
    return Review(round=one.round, outcome=one.outcome, opinions=(), cause=one.cause)


def _survey(one: Survey) -> Survey:
    answer = one.answer.model_copy(update={"comment": ""})
    return Survey(answer=answer, answered_by=GONE, answered_at=one.answered_at)


def _effects(one: ReportedEffects) -> ReportedEffects:
    """The figures with their grades."""
    report = one.report.model_copy(
        update={"effects": tuple(_effect(effect) for effect in one.report.effects), "note": GONE}
    )
    return ReportedEffects(report=report, reported_by=GONE, reported_at=one.reported_at)


def _effect(one: Effect) -> Effect:
    return one.model_copy(update={"note": GONE, "verified_by": one.verified_by and GONE})
