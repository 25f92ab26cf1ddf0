"""The legal gate before hundreds of adversarial cases and an oracle that reads no text: nothing unlawful is offered."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from benchmarks.legal_gate.__main__ import Judged, cases, judged
from benchmarks.legal_gate.case import Case
from benchmarks.legal_gate.oracle import may_offer
from matcher.lawful import offered_tests
from matcher.legal.ruling import STRENGTH, WAY_OF
from matcher.matching import match
from matcher.policy import DEFAULT_POLICY
from matcher.run import complete
from matcher.task_matches import TaskMatches
from tests.matcher.passages import HandIndex, asking, run_input

CASES = cases()


@pytest.fixture(scope="module")
def found() -> list[Judged]:
    return judged(CASES)


def told(wrong: list[Judged]) -> list[tuple[str, str, str, str]]:
    return [(one.case.kind, one.ruling.state, one.case.limits, one.case.text) for one in wrong]


def test_nothing_unlawful_is_offered(found: list[Judged]) -> None:
    assert len(found) >= 300
    assert told([one for one in found if one.outcome == "violation"]) == []


def test_hardly_anything_lawful_is_refused(found: list[Judged]) -> None:
    lawful = [one for one in found if one.is_lawful]
    assert len(lawful) > 300
    refused = [one for one in lawful if one.outcome == "false refusal"]
    assert 100 * len(refused) <= len(lawful), told(refused)
    assert 20 * len([one for one in lawful if one.outcome == "held"]) <= len(lawful)


def test_a_row_that_is_one_thing_is_called_that(found: list[Judged]) -> None:
    assert told([one for one in found if not one.is_called_right]) == []


def test_the_set_holds_every_state_and_every_kind_of_trap(found: list[Judged]) -> None:
    assert {one.ruling.state for one in found} == set(STRENGTH) == set(WAY_OF)
    kinds = Counter(one.case.kind for one in found)
    assert {"expiry", "announced later", "time zone", "mark", "edition", "only method", "never thing", "range"} <= set(
        kinds
    )


def outcome_offers(case: Case) -> int:
    """How many tests the whole way – match, complete, outcome – offers for a case."""
    wanted = case.wanted
    found = match(asking(wanted), HandIndex([case.row]), DEFAULT_POLICY, "model-x")
    assert found.hits, case
    return len(offered_tests(complete(TaskMatches(whole=found), run_input(wanted))))


def test_an_outcome_offers_nothing_that_the_oracle_forbids() -> None:
    reached = [case for case in CASES if case.row.text and set(case.text) & set(case.row.text)]
    wrong = [case for case in reached if not may_offer(case) and _is_found(case) and outcome_offers(case)]
    assert wrong == []


def _is_found(case: Case) -> bool:
    return bool(match(asking(case.wanted), HandIndex([case.row]), DEFAULT_POLICY, "model-x").hits)


def test_the_oracle_itself_knows_the_last_day() -> None:
    case = next(one for one in CASES if one.kind == "expiry" and one.truth.day == one.truth.ends)
    assert may_offer(case)
    assert case.truth.day > date(2026, 1, 1)
