"""A link that is good once, used by many at once, on both databases: one answer is taken, no fault of the house."""

from __future__ import annotations

import threading

from sqlalchemy import Engine

from engagement import store
from engagement.access.answering import answer_by_link
from engagement.access.giving import invite, list_links
from engagement.facts.survey import SurveyAnswer
from engagement.record import Engagement
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import DockingError
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.access.test_links import finished
from tests.engagement.cases import COORDINATOR, SURVEY

ROUNDS, CONTENDERS = 3, 8


def contend(engine: Engine, clock: SetClock, token: str, answers: list[SurveyAnswer]) -> list[object]:
    """Everybody hands in at once; the outcome or the error of each, in order."""
    gate, ends = threading.Barrier(len(answers)), [None] * len(answers)  # type: list[object]

    def hand_in(place: int) -> None:
        gate.wait()
        try:
            with unit_of_work(engine, actor(), clock, Identifiers(clock)) as work:
                ends[place] = answer_by_link(work, token, answers[place])
        except BaseException as fault:
            ends[place] = fault

    threads = [threading.Thread(target=hand_in, args=(place,)) for place in range(len(answers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_of_many_different_answers_by_one_link_exactly_one_is_taken(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    for round_ in range(ROUNDS):
        id = finished(working, f"mat_{round_}")
        with working() as work:
            token = invite(work, id, "survey").token
        said = [SURVEY.model_copy(update={"comment": f"第 {place} 份"}) for place in range(CONTENDERS)]
        ends = contend(engine, clock, token, said)
        won = [place for place, end in enumerate(ends) if isinstance(end, Engagement)]
        assert len(won) == 1, ends
        assert {end.code for end in ends if isinstance(end, DockingError)} == {"link_not_valid"}, ends
        with reading(engine) as session:
            (kept,) = store.load(session, id).surveys
            assert kept.answer == said[won[0]]
            (link,) = list_links(session, COORDINATOR, id)
            assert link.used_at is not None
            assert store.check(session, id)


def test_one_who_presses_many_times_at_once_is_given_one_answer(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = finished(working)
    with working() as work:
        token = invite(work, id, "survey").token
    ends = contend(engine, clock, token, [SURVEY] * CONTENDERS)
    assert all(isinstance(end, Engagement) for end in ends), ends
    assert {end.version for end in ends if isinstance(end, Engagement)} == {15}
    with reading(engine) as session:
        assert len(store.load(session, id).surveys) == 1


def test_two_links_for_the_same_questionnaire_lead_to_one_answer(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    id = finished(working)
    with working() as work:
        one, other = (invite(work, id, "survey").token for _ in range(2))
    gate, ends = threading.Barrier(2), {}  # type: ignore[var-annotated]

    def hand_in(token: str) -> None:
        gate.wait()
        try:
            with unit_of_work(engine, actor(), clock, Identifiers(clock)) as work:
                ends[token] = answer_by_link(work, token, SURVEY)
        except DockingError as fault:
            ends[token] = fault.code

    threads = [threading.Thread(target=hand_in, args=(token,)) for token in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(end, Engagement) for end in ends.values()) == 1
    assert set(ends.values()) & {"changed_meanwhile", "guard_refused"}
    with reading(engine) as session:
        assert len(store.load(session, id).surveys) == 1
