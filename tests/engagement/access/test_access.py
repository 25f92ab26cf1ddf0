"""Links: for one person or one answer, one engagement, for a time; the token is nowhere in the database."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engagement import store
from engagement.access.answering import answer_by_link
from engagement.access.giving import invite, issue_link, list_links, revoke_link
from engagement.access.knocking import actor_by_token, look_at
from engagement.access.link import hash_of, make_token
from engagement.folding import fold
from engagement.record import Engagement
from foundation.audit import entries
from foundation.clock import SetClock
from foundation.errors import InvalidInput, NotAllowed, NotFound
from tests.conftest import Working
from tests.engagement.cases import CENTRE, COORDINATOR, SURVEY, at, opened


def test_a_token_gives_exactly_its_role_and_organisation(working: Working) -> None:
    with working(COORDINATOR) as work:
        store.add(work.session, opened())
        for role, organisation in (
            ("enterprise", "ent_1"),
            ("centre", "ctr_1"),
            ("host", "host_1"),
            ("reviewer", None),
        ):
            given = issue_link(work, "eng_1", role, "陈工")  # type: ignore[arg-type]
            actor = actor_by_token(work.session, "eng_1", given.token, work.now)
            assert actor is not None
            assert (actor.id, actor.name, actor.roles) == (given.link.id, "陈工", {role})
            assert actor.organisation == organisation
            assert actor_by_token(work.session, "eng_2", given.token, work.now) is None


def test_a_token_has_256_random_bits_that_say_nothing_of_when_it_was_made() -> None:
    tokens = [make_token() for _ in range(400)]
    raw = [urlsafe_b64decode(token + "=") for token in tokens]
    assert {len(one) for one in raw} == {32}
    assert len(set(tokens)) == 400
    assert tokens != sorted(tokens)
    set_bits = sum(byte.bit_count() for one in raw for byte in one)
    assert abs(set_bits - 400 * 128) < 6 * 160, "six standard deviations of 102,400 fair bits"


def test_a_token_is_not_made_from_the_ids_of_the_house(working: Working) -> None:
    """The ids of these tests repeat; the tokens of every purpose do not."""
    with working(COORDINATOR) as work:
        _store(work.session, at("closed"))
        tokens = {
            *(issue_link(work, "eng_1", "host", "陈工").token for _ in range(3)),
            *(invite(work, "eng_1", "survey").token for _ in range(3)),
            invite(work, "eng_1", "effect", month=3).token,
        }
    assert len(tokens) == 7
    assert all(len(token) == 43 for token in tokens)


def test_the_token_is_kept_nowhere_and_can_be_given_for_a_test(working: Working) -> None:
    with working(COORDINATOR) as work:
        _store(work.session, at("closed"))
        given = [
            issue_link(work, "eng_1", "host", "陈工", token=lambda: "CANARY-party"),
            invite(work, "eng_1", "survey", token=lambda: "CANARY-survey"),
            invite(work, "eng_1", "effect", month=3, token=lambda: "CANARY-effect"),
        ]
        assert [one.token for one in given] == ["CANARY-party", "CANARY-survey", "CANARY-effect"]
        assert "CANARY" not in repr(given)
        kept = _everything(work.session)
        assert "CANARY" not in kept
        assert all(hash_of(one.token) in kept for one in given)
        actions = [one.action for one in entries(work.session, "eng_1")]
    assert actions == [f"engagement.{purpose}_link_issued" for purpose in ("party", "survey", "effect")]


def test_a_wrong_expired_used_revoked_or_foreign_token_all_look_alike(working: Working) -> None:
    with working(COORDINATOR) as work:
        _store(work.session, at("closed"))
        party, other, old, revoked, used = (
            issue_link(work, "eng_1", "host", "陈工"),
            invite(work, "eng_1", "effect", month=3),
            invite(work, "eng_1", "survey", days=1),
            invite(work, "eng_1", "survey"),
            invite(work, "eng_1", "survey"),
        )
        revoke_link(work, "eng_1", revoked.link.id)
        answer_by_link(work, used.token, SURVEY)
        later = old.link.expires_at
        said = set()
        for token in ("wrong", "", "x" * 500, party.token, other.token, old.token, revoked.token, used.token):
            with pytest.raises(NotFound) as refused:
                look_at(work.session, token, "survey", later)
            said.add((refused.value.code, refused.value.text(), str(refused.value.facts)))
            with pytest.raises(NotFound) as refused:
                answer_by_link(replace(work, clock=SetClock(later)), token, SURVEY.model_copy(update={"overall": 1}))
            said.add((refused.value.code, refused.value.text(), str(refused.value.facts)))
            if token != party.token:
                assert actor_by_token(work.session, "eng_1", token, work.now) is None
    assert len(said) == 1


def test_a_link_ends_by_its_day_or_when_it_is_taken_back(working: Working, clock: SetClock) -> None:
    with working(COORDINATOR) as work:
        store.add(work.session, opened())
        short, long = issue_link(work, "eng_1", "host", "陈工", 1), issue_link(work, "eng_1", "host", "陈工")
        just_before = short.link.expires_at - timedelta(seconds=1)
        assert actor_by_token(work.session, "eng_1", short.token, just_before) is not None
        assert actor_by_token(work.session, "eng_1", short.token, short.link.expires_at) is None
        revoked = revoke_link(work, "eng_1", long.link.id)
        assert actor_by_token(work.session, "eng_1", long.token, work.now) is None
        assert revoke_link(work, "eng_1", long.link.id) == revoked
        assert [one.id for one in list_links(work.session, COORDINATOR, "eng_1")] == [short.link.id, long.link.id]


def test_only_a_coordinator_gives_links_and_only_sound_ones(working: Working) -> None:
    with working(COORDINATOR) as work:
        store.add(work.session, opened())
        with pytest.raises(NotFound):
            issue_link(work, "eng_nowhere", "host", "陈工")
        for role, person, days in (("coordinator", "陈工", 1), ("host", " ", 1), ("host", "陈工", 0)):
            with pytest.raises(InvalidInput):
                issue_link(work, "eng_1", role, person, days)  # type: ignore[arg-type]
    with working(CENTRE) as work:
        with pytest.raises(NotAllowed):
            issue_link(work, "eng_1", "host", "陈工")
        with pytest.raises(NotAllowed):
            list_links(work.session, CENTRE, "eng_1")


def _store(session: Session, engagement: Engagement) -> None:
    store.add(session, fold(engagement.history[:1]))
    for length in range(2, len(engagement.history) + 1):
        assert store.save(session, fold(engagement.history[:length]))


def _everything(session: Session) -> str:
    tables = ("engagement_links", "engagement_asked", "audit_entries", "engagement_entries", "outbox_jobs")
    return repr([session.execute(text(f"SELECT * FROM {name}")).all() for name in tables])
