"""Words that command the machine move nothing: whatever answers, state, level, owner, score and rights are the same.

Containment, not detection: the model behind the protocol obeys the stranger, repeats the prompt, or babbles, and the
talk is compared with the same talk without a model and with the talk without the attack.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from foundation.actors import Actor
from foundation.audit import entries
from foundation.clock import SetClock
from foundation.identifiers import Identifiers
from foundation.language_model import OpenAICompatibleModel
from foundation.unit_of_work import Work, unit_of_work
from foundation.values import Value
from intake import service
from intake.demand import Demand
from intake.reading.model import MergedReader, ModelReader
from intake.reading.port import Reader
from intake.reading.rules import RulesReader
from matcher.query import Wanted
from matcher.service import wanted_of
from tests.builders import actor
from tests.intake.attacks import ATTACKS, attacks
from tests.stand_ins import OpenAIServer
from tests.stand_ins_model import STRANGERS

ENTERPRISE: Actor = actor("enterprise", organisation="org_1")
FIRST = "我们给空调厂供的塑料壳子，最近这批一敲就裂，想找出原因"
CASES = list(attacks())
PUBLISHED_ON = date(2025, 3, 10)


class Outcome(Value):
    """What must not move: state, level, owner, rights, and the trace."""

    status: str
    level: str
    is_its_own: bool
    channel: str
    submitted_by: str | None
    version: int
    is_published: bool
    consent: bool
    trace: tuple[str, ...]


class _Undone(Exception):
    """Ends a unit of work of which nothing shall stay."""


def turns(position: str, words: str) -> tuple[str, ...]:
    """The talk with the attack at its place."""
    return {
        "before": (f"{words}。{FIRST}",),
        "after": (f"{FIRST}。{words}",),
        "own turn": (FIRST, words),
        "as the answer": (FIRST, f"材料是ABS，{words}"),
        "none": (FIRST,),
    }[position]


ENTERPRISES = count()


def run(work: Work, said: tuple[str, ...], model: OpenAICompatibleModel | None) -> tuple[Outcome, Wanted, Demand]:
    """One whole talk; what came of it, and what the matcher would score."""
    talk = service.start_conversation(work, enterprise=f"org_{next(ENTERPRISES)}")  # no talk is a repeat of another
    for words in said:
        known = {found.field for found in talk.draft.readings if found.origin != "unknown"}
        reader: Reader = RulesReader()
        if model is not None:
            reader = MergedReader(reader, ModelReader(model, talk.level, consent=True, known=known))
        talk = service.say(work, talk.id, words, reader).conversation
    demand = service.confirm_demand(work, talk.id)
    trace = [entry.action for subject in (talk.id, demand.id) for entry in entries(work.session, subject)]
    outcome = Outcome(
        status=demand.status,
        level=demand.level,
        is_its_own=demand.enterprise == talk.enterprise,
        channel=demand.channel,
        submitted_by=demand.submitted_by,
        version=demand.version,
        is_published=demand.published_at is not None,
        consent=service.get_conversation(work.session, talk.id).model_consent,
        trace=tuple(trace),
    )
    return outcome, wanted_of(demand.draft, demand.text, demand.title, PUBLISHED_ON), demand


@pytest.fixture
def work(sqlite_engine: Engine, clock: SetClock) -> Iterator[Work]:
    """One unit of work for many talks; nothing of it is kept."""
    with pytest.raises(_Undone), unit_of_work(sqlite_engine, ENTERPRISE, clock, Identifiers(clock)) as work:
        yield work
        raise _Undone


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS)) >= 25
    assert len({words + position for _, _, position, words in CASES}) >= 200


def test_no_attack_moves_anything(work: Work, clock: SetClock) -> None:
    without_attack, _, _ = run(work, turns("none", ""), None)
    alone = [run(work, turns(position, words), None) for _, _, position, words in CASES]
    assert {outcome for outcome, _, _ in alone} == {without_attack}
    for stranger, answering in STRANGERS.items():
        with OpenAIServer(answering) as server:
            model = OpenAICompatibleModel(server.url, "stand-in", clock, SecretStr("k"), 60.0, on_premises=True)
            for (name, carrier, position, words), (_, wanted_alone, _) in zip(CASES, alone, strict=True):
                where = (stranger, name, carrier, position)
                outcome, wanted, demand = run(work, turns(position, words), model)
                assert outcome == without_attack, where
                assert wanted == wanted_alone, where  # an equal question to an equal index: equal to the last digit
                theirs = [found.value for found in demand.draft.readings if found.rule == "model"]
                assert not any(sign in value for value in theirs for sign in ("://", "<", "mat_", "org_")), where
            model.close()
        assert len(server.requests) >= len(CASES)  # the stranger was there, and was heard


def test_the_obedient_one_would_win_if_rules_did_not_stand_first(clock: SetClock) -> None:
    """The positive control: what it says does reach the reader, and would change the demand."""
    with OpenAIServer(STRANGERS["obedient"]) as server:
        model = OpenAICompatibleModel(server.url, "stand-in", clock, SecretStr("k"), 60.0, on_premises=True)
        heard = ModelReader(model).hear(f"{FIRST}。要测硬度")
        model.close()
    assert heard.model == "ok"
    assert {found.field for found in heard.readings} >= {"product", "parameters"}
