"""A party's link: for one person, one role, one engagement; its token is nowhere in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engagement import store
from engagement.access.service import actor_by_token, issue_link, list_links, revoke_link
from foundation.clock import SetClock
from foundation.errors import InvalidInput, NotAllowed, NotFound
from tests.conftest import Working
from tests.engagement.cases import CENTRE, COORDINATOR, opened


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


def test_the_token_is_kept_nowhere_and_no_two_are_alike(working: Working) -> None:
    with working(COORDINATOR) as work:
        store.add(work.session, opened())
        one, other = (issue_link(work, "eng_1", "host", "陈工") for _ in range(2))
        assert one.token != other.token
        assert one.token not in repr(one)
        assert one.token not in _everything(work.session)


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


def _everything(session: Session) -> str:
    tables = ("engagement_links", "audit_entries", "engagement_entries")
    return repr([session.execute(text(f"SELECT * FROM {name}")).all() for name in tables])
