"""Need to know: each role finds the words that it needs, and none of those that it does not, in record and log."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engagement.access.link import PARTY_ROLES, PartyRole
from engagement.access.needs import EVERYBODY, FACTS, OF_THE_REVIEW, RECORD
from engagement.access.seeing import agreed_work, digest_for, may_read, seen_by
from engagement.facts.technical_review import MethodEvidence
from engagement.files.kept import KeptFile
from engagement.log import Facts, log_digest
from engagement.profiles import PROFILES
from engagement.record import Engagement
from foundation.actors import Actor
from tests.builders import actor
from tests.engagement.access.test_panel import CHAIR, SECOND
from tests.engagement.cases import (
    AGAINST,
    COORDINATOR,
    COPY,
    EFFECTS,
    OFFER,
    PLAN,
    REVIEWED,
    SCRIPTS,
    SIGNATORIES,
    STAFF,
    START,
    SURVEY,
    TEAM,
    at,
    opened,
    play,
    step,
)

WHO: dict[PartyRole, Actor] = {
    "enterprise": actor("enterprise", organisation="ent_1"),
    "centre": actor("centre", organisation="ctr_1"),
    "host": actor("host", organisation="host_1"),
    "reviewer": SECOND,
}
DEAR = OFFER.model_copy(update={"price": "73173.19", "intellectual_property": "CANARY-rights"})
CHEAP = DEAR.model_copy(update={"price": "61161.17"})
REASONED = TEAM.model_copy(
    update={
        "lead_reason": "CANARY-lead-reason",
        "staff": (STAFF.model_copy(update={"inspection_years": Decimal("17.31")}),),
    }
)
PANEL = tuple(
    one.model_copy(update={"name": f"CANARY-name-{one.id}", "organisation": "CANARY-univ"}) for one in PLAN.reviewers
)
PLANNED = PLAN.model_copy(update={"work": "CANARY-plan", "reviewers": PANEL})
THEIRS, MINE = (one.model_copy(update={"text": f"CANARY-opinion-{one.reviewer_id}"}) for one in AGAINST)


def talked() -> Engagement:
    """Two offers, a message, a contact, a signature, a team and a plan."""
    one = step(opened(), "start", contacts={"enterprise": "CANARY-contact", "centre": "顾工"})
    for offer in (DEAR, CHEAP):
        one = step(one, "make_offer", offer=offer, reason=f"CANARY-reason-{offer.price}")
    one = step(one, "say", message={"side": "centre", "text": "CANARY-message"})
    for side in ("enterprise", "host"):
        one = step(one, "confirm_offer", side=side, digest=CHEAP.digest)
    one = step(one, "review_contract", contract_review=REVIEWED)
    one = step(one, "sign", signatories=SIGNATORIES.model_copy(update={"host": "CANARY-signs"}))
    one = step(one, "attach_signed_copy", signed_copy=COPY.model_copy(update={"digest": CHEAP.digest}))
    return step(step(one, "assign_team", team=REASONED), "submit_plan", plan=PLANNED)


def text_of(engagement: Engagement, who: Actor) -> str:
    """All that this actor is told of it: record, log, digest."""
    seen = seen_by(engagement, who)
    return seen.model_dump_json() + str(digest_for(engagement, who)) + str(agreed_work(engagement))


REVIEWER_NEVER = (
    *("73173.19", "61161.17", "CANARY-rights", "CANARY-message", "CANARY-contact", "CANARY-signs", "CANARY-reason"),
    *(DEAR.digest, CHEAP.digest, COPY.sha256),
)


def test_a_reviewer_reads_the_plan_and_the_agreed_work_but_neither_price_nor_talks() -> None:
    told = text_of(talked(), SECOND)
    for word in REVIEWER_NEVER:
        assert word not in told, word
    for word in ("CANARY-plan", OFFER.scope, "150 ℃ 热收缩率", "CANARY-lead-reason", "CANARY-name-rev_1", "17.31"):
        assert word in told, word
    events = {entry.event for entry in seen_by(talked(), SECOND).history}
    assert events == {"open", "assign_team", "submit_plan"}


@pytest.mark.parametrize("role", ["enterprise", "centre", "host"])
def test_the_parties_read_terms_and_messages(role: PartyRole) -> None:
    told = text_of(talked(), WHO[role])
    for word in ("73173.19", "61161.17", "CANARY-rights", "CANARY-message", "CANARY-contact", "CANARY-signs"):
        assert word in told, word


def test_an_enterprise_reads_names_of_the_team_but_not_their_papers_nor_the_panel() -> None:
    told = text_of(talked(), WHO["enterprise"])
    assert "顾工" in told
    for word in ("CANARY-lead-reason", "17.31", 'inspection_since":"2012', "CANARY-name-rev", "CANARY-univ"):
        assert word not in told, word
    assert all(
        word in text_of(talked(), WHO["centre"]) for word in ("CANARY-lead-reason", "17.31", "CANARY-name-rev_1")
    )


@pytest.mark.parametrize("role", PARTY_ROLES)
def test_opinions_are_between_their_writers_until_the_outcome(role: PartyRole) -> None:
    open_ = step(step(talked(), "give_opinion", CHAIR, opinions=(THEIRS,)), "give_opinion", SECOND, opinions=(MINE,))
    told = text_of(open_, WHO[role])
    assert "CANARY-opinion-rev_1" not in told
    assert ("CANARY-opinion-rev_2" in told) == (role == "reviewer")
    entries = [one for one in seen_by(open_, WHO[role]).history if one.event == "give_opinion"]
    assert [one.actor_id for one in entries] == (["lnk_2"] if role == "reviewer" else [])
    stated = step(open_, "fail_to_team", CHAIR, reason="CANARY-cause", code="plan")
    told = text_of(stated, WHO[role])
    assert all(word in told for word in ("CANARY-opinion-rev_1", "CANARY-opinion-rev_2", "CANARY-cause"))
    names = ('"reviewer_id":"rev_', '"owner":"rev_', '"id":"rev_', "lnk_", "CANARY-name-rev_1", CHAIR.name, SECOND.name)
    assert any(name in told for name in names) == (role != "enterprise"), (
        "an enterprise reads what was found, not by whom"
    )
    assert stated.reviews[0].opinions == (THEIRS, MINE), "what is kept is whole"


def test_of_a_second_round_nothing_is_told_before_its_own_outcome() -> None:
    first = step(talked(), "fail_to_team", actor("reviewer"), opinions=AGAINST, reason="缺人", code="team")
    again = step(step(first, "submit_plan", plan=PLANNED), "give_opinion", CHAIR, opinions=(THEIRS,))
    for who in (*(WHO[role] for role in ("enterprise", "centre", "host")), SECOND):
        assert "CANARY-opinion-rev_1" not in text_of(again, who)


@pytest.mark.parametrize("role", PARTY_ROLES)
def test_why_a_centre_was_passed_over_is_the_coordinators_own(role: PartyRole) -> None:
    gone = step(play(opened(), SCRIPTS["negotiating"]), "try_next", COORDINATOR, reason="CANARY-internal")
    assert "CANARY-internal" not in text_of(gone, WHO[role])
    assert "CANARY-internal" in text_of(gone, COORDINATOR)


def test_after_closure_the_parties_read_answers_and_the_reviewer_does_not() -> None:
    closed = play(opened(), SCRIPTS["closed"])
    asked = step(closed, "answer_survey", survey=SURVEY.model_copy(update={"comment": "CANARY-comment"}))
    told = step(asked, "report_effect", effect_report=EFFECTS.model_copy(update={"note": "CANARY-effect"}))
    assert all("CANARY-comment" in text_of(told, WHO[role]) for role in ("enterprise", "centre", "host"))
    seen = text_of(told, SECOND)
    assert not any(
        word in seen for word in ("CANARY-comment", "CANARY-effect", 'shrinkage","value', '失效分析报告","kind')
    )


def test_a_coordinator_reads_everything_and_the_digest_is_for_who_does() -> None:
    one = talked()
    assert seen_by(one, COORDINATOR) == one
    assert digest_for(one, COORDINATOR) == log_digest(one.history)
    assert digest_for(one, WHO["centre"]) == digest_for(one, WHO["host"]) == log_digest(one.history)
    assert digest_for(one, WHO["enterprise"]) is None
    assert digest_for(one, SECOND) is None


def test_no_digest_over_what_is_withheld_is_told() -> None:
    """Scope, day and criteria are known to the panel: a digest over them and the price would tell the price."""
    assert {entry.previous for entry in seen_by(talked(), SECOND).history} == {None}
    of_enterprise = seen_by(talked(), WHO["enterprise"]).history
    staffed = next(entry.number for entry in of_enterprise if entry.event == "assign_team")
    assert all((entry.previous is None) == (entry.number in (1, *range(staffed + 1, 99))) for entry in of_enterprise)
    of_host = seen_by(talked(), WHO["host"]).history
    assert of_host == talked().history


def test_a_reviewer_opens_the_papers_of_the_method_but_no_signed_copy() -> None:
    evidence = MethodEvidence(stage="verification", record="方法验证", on=START.date(), sha256="e" * 64)
    plan = PLANNED.model_copy(update={"method_evidence": (evidence,)})
    ready = step(at("team_formed"), "attach_signed_copy", signed_copy=COPY)
    one = step(ready, "submit_plan", plan=plan)
    of_method, copy, own = (kept(sha256) for sha256 in ("e" * 64, COPY.sha256, "f" * 64))
    assert [may_read(one, SECOND, file) for file in (of_method, copy, own)] == [True, False, False]
    assert may_read(one, SECOND, own.model_copy(update={"kept_by": SECOND.id}))
    for who in (*(WHO[role] for role in ("enterprise", "centre", "host")), COORDINATOR):
        assert may_read(one, who, copy)


def kept(sha256: str) -> KeptFile:
    told = {"name": "甲.pdf", "size": 4, "media_type": "application/pdf", "kept_at": START, "kept_by": "act_host"}
    return KeptFile.model_validate({"sha256": sha256, **told})


def test_a_stranger_without_a_role_here_reads_ids_and_nothing_else() -> None:
    told = text_of(talked(), actor("evaluator"))
    assert "CANARY" not in told
    assert "61161.17" not in told


def test_every_field_of_the_record_and_of_the_facts_stands_in_the_table() -> None:
    assert set(RECORD) == set(Engagement.model_fields)
    assert set(FACTS) == set(Facts.model_fields)
    required = {name for name, field in Engagement.model_fields.items() if field.is_required()}
    assert all(RECORD[name] == EVERYBODY for name in required)
    known = {row.event for one in PROFILES.values() for row in one.process.transitions} | {"open"}
    assert known >= OF_THE_REVIEW


def test_a_field_that_nobody_wrote_into_the_table_is_seen_by_no_party(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "engagement.access.seeing.RECORD", {name: who for name, who in RECORD.items() if name != "offers"}
    )
    assert seen_by(talked(), WHO["host"]).offers == ()


def test_the_digest_of_the_archive_is_told_to_whoever_sees_all_that_it_covers() -> None:
    sealed = at("archived")
    assert sealed.archive_digest is not None
    seen = {role: seen_by(sealed, who).archive_digest for role, who in WHO.items()}
    assert seen == dict.fromkeys(WHO) | {"centre": sealed.archive_digest, "host": sealed.archive_digest}
    assert seen_by(sealed, COORDINATOR).archive_digest == sealed.archive_digest
