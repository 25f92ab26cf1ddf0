"""Sixteen coordinators decide about one match at once, through the HTTP application: exactly one wins, no 5xx."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House, open_house
from engagement.service import show_engagements_of
from foundation.actors import OPERATOR
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.settings import Coordinator, Settings
from matcher import store
from matcher.review import deciding, opinion_store
from matcher.store import Candidate
from tests.matcher.review.reviewed import CENTRES, GOOD, demanded, run

CONTENDERS = 16
ROUNDS = 60
"""Half of them accept against decline, half accept against accept."""


@pytest.fixture
def desk_house(database_url: str, tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """A house with sixteen coordinators, over either database."""
    persons = tuple(
        Coordinator(id=f"person{n}", name=f"{n}号", key=f"a-key-only-for-test-{n}")  # type: ignore[arg-type]
        for n in range(CONTENDERS)
    )
    house = open_house(Settings(data_dir=tmp_path, database_url=database_url, coordinators=persons), clock)
    yield house
    house.close()


def clients(house: House) -> list[TestClient]:
    """One client for each coordinator, with the key of that person."""
    app = make_app(house)
    return [
        TestClient(
            app,
            raise_server_exceptions=False,
            headers={"Authorization": f"Bearer {one.key.get_secret_value()}"},
        )
        for one in house.settings.coordinators
    ]


def candidates(house: House, count: int) -> list[Candidate]:
    """So many candidates, a few for each demand."""
    found: list[Candidate] = []
    with house.working(OPERATOR) as work:
        while len(found) < count:
            demand = demanded(work, f"第 {len(found)} 批塑料壳子一敲就裂，材料是ABS，想知道原因")
            found += run(work, demand, *(one.id for one in CENTRES)).candidates
    return found[:count]


def contend(posts: list[TestClient], asked: list[tuple[str, dict[str, object]]]) -> list[tuple[int, str]]:
    """Every path and form posted by another person, all at once: status and code or state, in order."""
    gate = threading.Barrier(len(asked))
    answers: list[tuple[int, str]] = [(0, "")] * len(asked)

    def post(place: int) -> None:
        path, form = asked[place]
        gate.wait()
        answer = posts[place].post(path, json=form)
        body = answer.json()
        answers[place] = (answer.status_code, body.get("code") or body.get("state", ""))

    threads = [threading.Thread(target=post, args=(place,)) for place in range(len(asked))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_sixteen_who_open_the_engagement_of_one_match_all_are_given_the_same(desk_house: House) -> None:
    """Accepted in earlier times and left without one; also while its neighbour is accepted."""
    (one, other, *_) = candidates(desk_house, len(CENTRES))
    with desk_house.working(OPERATOR) as work:
        deciding.decide(work, one.id, "accept")
    asked: list[tuple[str, dict[str, object]]] = [(f"/matches/{one.id}/engagement", {})] * (CONTENDERS - 1)
    answers = contend(clients(desk_house), [*asked, (f"/matches/{other.id}/decision", ACCEPT)])
    assert [status for status, _ in answers] == [200] * CONTENDERS
    with desk_house.reading() as session:
        opened = show_engagements_of(session, one.demand_id)
        assert sorted(engagement.match_id for engagement in opened) == sorted([one.id, other.id])
        assert [entry.action for entry in entries(session, one.demand_id)].count("demand.dock") == 1
        assert verify(session) is None


ACCEPT: dict[str, object] = {"decision": "accept", "version": 1, "scores": GOOD}
DECLINE: dict[str, object] = {"decision": "decline", "version": 1, "reason_code": "price"}


@pytest.mark.slow
def test_of_sixteen_who_decide_at_once_exactly_one_wins(desk_house: House) -> None:
    posts = clients(desk_house)
    up = candidates(desk_house, ROUNDS)
    winners: Counter[str] = Counter()
    for number, one in enumerate(up):
        path = f"/matches/{one.id}/decision"
        forms = [ACCEPT if number % 2 or place % 2 else DECLINE for place in range(CONTENDERS)]
        answers = contend(posts, [(path, form) for form in forms])
        assert Counter(status for status, _ in answers) == {200: 1, 409: CONTENDERS - 1}
        assert {code for status, code in answers if status == 409} == {"changed_meanwhile"}
        place = next(place for place, (status, _) in enumerate(answers) if status == 200)
        with desk_house.reading() as session:
            after = store.get_candidate(session, one.id)
            said = opinion_store.opinions_of(session, [one.id])[one.id]
            assert (after.version, after.state, after.decided_by) == (2, answers[place][1], f"person{place}")
            assert [(opinion.reviewer_id, opinion.next) for opinion in said] == [(f"person{place}", after.state)]
            assert len(entries(session, one.id)) == 1
            opened = [engagement.match_id for engagement in show_engagements_of(session, one.demand_id)]
            assert opened.count(one.id) == (after.state == "accepted")
        winners[after.state] += 1
    assert winners["accepted"] + winners["declined"] == ROUNDS
    with desk_house.reading() as session:
        assert verify(session) is None


def test_decisions_on_different_centres_of_one_demand_all_hold_and_the_last_no_answers_the_enterprise(
    desk_house: House,
) -> None:
    posts = clients(desk_house)
    for number in range(0, 32, len(CENTRES)):
        demand_id, up = candidates_of_one(desk_house, number)
        asked = [(f"/matches/{one.id}/decision", DECLINE) for one in up]
        # Somebody hands the matter over, asks and adds meanwhile: they may lose, but nobody waits in a circle.
        beside: list[tuple[str, dict[str, object]]] = [
            (f"/matches/{up[0].id}/reassign", {"to": "person3"}),
            (f"/cares/{demand_id}/owner", {"person": "李工", "version": 2}),
        ]
        answers = contend(posts, [*asked, *beside])
        assert answers[: len(up)] == [(200, "declined")] * len(up)
        assert {status for status, _ in answers[len(up) :]} <= {200, 409}
        with desk_house.reading() as session:
            actions = [entry.action for entry in entries(session, demand_id)]
            assert actions.count("demand.lack") == 1
    with desk_house.reading() as session:
        assert verify(session) is None


def candidates_of_one(house: House, number: int) -> tuple[str, tuple[Candidate, ...]]:
    """A demand with a candidate for every centre."""
    with house.working(OPERATOR) as work:
        demand = demanded(work, f"第 {number} 批橡胶垫老化得快，想知道原因")
        return demand.id, run(work, demand, *(one.id for one in CENTRES)).candidates
