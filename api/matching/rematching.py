"""The enterprise answered: the demand is matched once more, with the answer, without anybody having to ask for it.

The job is written with the answer, under the key of its question, so that the same answer twice is one job. Whoever
took the answer does it at once; what fails – no index yet, the machine went down – waits in the outbox for the next
round of ``docking notices deliver``. A run that is younger than the answer makes it superfluous.
"""

from __future__ import annotations

from api.matching.finding import match_demand
from api.wiring import House
from foundation.actors import SYSTEM
from foundation.errors import Conflict
from foundation.outbox import Job, Ran, enqueue, run_due
from foundation.unit_of_work import Work
from intake.questions.asking import questions_of
from intake.questions.question import Question
from intake.service import get_demand
from matcher import store
from matcher.review import handling

KIND = "match.again"
"""The kind of the outbox job."""

_ASKED: tuple[str, ...] = ("confirmed", "published", "matched")


def take_answer(
    house: House, work: Work, demand_id: str, question_id: str, words: str, holds_key: bool = False
) -> Question:
    """Keep an answer; with the last open question a new match is due (:func:`match_again`).

    Raises as :func:`matcher.review.handling.take_answer`.
    """
    answered = handling.take_answer(work, demand_id, question_id, words, holds_key, house.care_rules)
    is_waiting = any(one.state == "open" for one in questions_of(work.session, demand_id))
    if not is_waiting and get_demand(work.session, demand_id).status in _ASKED:
        enqueue(work, KIND, {"demand": demand_id}, key=f"{demand_id} {question_id}")
    return answered


def match_again(house: House) -> Ran:
    """Match what waits for it; what cannot be matched now is tried again later."""
    owner, total = house.identifiers.new("worker"), Ran()
    handlers = {KIND: lambda job: _match(house, job)}
    while (ran := run_due(house.engine, handlers, house.clock, house.identifiers, owner)) != Ran():
        total = Ran(**{end: count + getattr(ran, end) for end, count in total})
    return total


def _match(house: House, job: Job) -> None:
    demand_id = str(job.payload["demand"])
    with house.reading() as session:
        demand, questions = get_demand(session, demand_id), questions_of(session, demand_id)
        heads = store.run_heads(session, demand_id)
    answers = [one.answered_at for one in questions if one.answered_at is not None]
    is_done = bool(heads) and bool(answers) and heads[-1].created_at > max(answers)
    is_waiting = any(one.state == "open" for one in questions)
    if is_done or is_waiting or demand.status not in _ASKED:
        return
    try:
        match_demand(house, SYSTEM, demand_id)
    except Conflict:  # the demand ended while we were searching
        with house.reading() as session:
            if get_demand(session, demand_id).status in _ASKED:
                raise
