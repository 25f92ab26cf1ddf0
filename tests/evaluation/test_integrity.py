"""Marks on questionnaires and scores: what is seen, how strongly, and that nothing is removed (B16)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.integrity import HONEST, KINDS, measured, world
from evaluation.integrity.checks import Integrity, from_json, integrity
from evaluation.integrity.pairs import _tails
from foundation.errors import DockingError, InvalidInput
from tests.evaluation.disturbed import ODD, disturbed, page_is_true, places

NAMES = [f"Q{n}" for n in range(1, 9)]


def sheet(name: str, answers: Sequence[Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "answers": list(answers), **more}


def varied(count: int) -> list[dict[str, Any]]:
    """Sheets that differ in every way."""
    return [sheet(f"r{n}", [1 + (n * (q + 3) + q * q) % 5 for q in range(8)]) for n in range(1, count + 1)]


def check(sheets: list[dict[str, Any]], **more: Any) -> Integrity:
    return integrity(NAMES, sheets, scale=[1, 5], **more)


def kinds(found: Integrity) -> dict[str, tuple[str, ...]]:
    return {one.kind: one.raters for one in found.findings}


@cache
def injected() -> tuple[Integrity, dict[str, set[str]], dict[str, tuple[int, int, int]]]:
    content, frauds = world()
    found = from_json(content)
    return found, frauds, measured(found, frauds)


@pytest.mark.parametrize("kind", KINDS)
def test_injected_frauds_are_found_and_honest_raters_left_alone(kind: str) -> None:
    _, frauds, lines = injected()
    hits, marked, honest = lines[kind]
    assert hits >= (0.5 if kind == "collusion" else 0.9) * len(frauds[kind])
    assert honest <= 0.2 * marked


def test_the_injected_set_is_large_and_the_same_every_time() -> None:
    content, _ = world()
    assert len(content["questionnaires"]) >= 300
    assert json.dumps(content) == json.dumps(world()[0])
    assert injected()[0].questionnaires == len(content["questionnaires"])


def test_honest_questionnaires_alone_are_not_said_to_collude() -> None:
    content, _ = world()
    found = from_json({**content, "questionnaires": content["questionnaires"][:HONEST], "sent": None})
    assert not {"collusion", "near_duplicate", "duplicate"} & set(kinds(found))


def test_a_straight_line_is_weak_where_everybody_says_the_same() -> None:
    lonely = check([*varied(12), sheet("line", [5] * 8)])
    line = next(one for one in lonely.findings if one.kind == "straight_line")
    assert (line.raters, line.strength) == (("line",), "strong")
    assert line.says.text() == "“line”的 8 个回答全是 5"
    happy = check([sheet(f"r{n}", [5] * 8) for n in range(20)])
    assert {one.strength for one in happy.findings if one.kind == "straight_line"} == {"weak"}
    assert "duplicate" not in kinds(happy)


def test_a_repeated_figure_is_seen() -> None:
    found = check([*varied(8), sheet("zigzag", [1, 5] * 4)])
    assert kinds(found)["pattern"] == ("zigzag",)


def test_exact_copies_are_one_finding_with_all_their_names() -> None:
    same = [3, 4, 2, 5, 1, 3, None, 4]
    found = check([*varied(10), *(sheet(f"copy{n}", same) for n in (1, 2, 3))])
    assert kinds(found)["duplicate"] == ("copy1", "copy2", "copy3")
    assert "near_duplicate" not in kinds(found)


@pytest.mark.parametrize(
    ("more", "marked"),
    [
        ({"kind": "third", "organisation": "甲 中心"}, True),
        ({"kind": "second", "organisation": "甲中心"}, True),
        ({"kind": "self", "organisation": "甲中心"}, False),
        ({"kind": "self", "organisation": "乙厂"}, True),
        ({"kind": "third", "organisation": "依托所"}, True),
        ({"kind": "second", "organisation": "依托所"}, False),
        ({"kind": "third", "organisation": "乙厂"}, False),
    ],
)
def test_who_may_answer_as_what(more: dict[str, str], marked: bool) -> None:
    found = check([sheet("r", [1, 2, 3, 4, 5, 4, 2, 1], **more)], evaluated="甲中心", host="依托所", minimum=1)
    assert ("conflict" in kinds(found)) == marked


def test_self_second_and_third_party_are_never_mixed() -> None:
    sheets = [sheet("s", [5, 4] * 4, kind="self"), sheet("t", [1, 2, 2, 1, 3, 1, 2, 2], kind="third")]
    found = check(sheets)
    assert [(one.kind, one.mean) for one in found.parties] == [("self", "4.500000"), ("third", "1.750000")]
    assert [one.id for one in found.findings if one.kind == "sample"] == ["sample:self", "sample:third"]
    assert "分开统计" in found.notes[0].text()


def test_a_missing_answer_is_no_zero() -> None:
    found = check([sheet("a", [4] + [None] * 7), sheet("b", [2, 1, 3, 4, 5, 2, 3, 1])], minimum=1)
    assert found.parties[0].means["Q1"] == "3.000000"
    assert found.parties[0].answered == {"Q1": 2, **dict.fromkeys(NAMES[1:], 1)}
    assert kinds(found)["blank"] == ("a",)
    nobody = check([sheet("a", [None] * 8)], minimum=0)
    assert (nobody.parties[0].mean, nobody.parties[0].means["Q1"]) == (None, None)


def test_nothing_is_removed_and_the_option_says_what_would_change() -> None:
    sheets = [sheet(f"r{n}", [3 + (n + q) % 2 for q in range(8)]) for n in range(9)]
    found = check([*sheets, sheet("odd", [1, 1, 2, 1, 1, 2, 1, 1])])
    assert kinds(found)["outlying"] == ("odd",)
    assert found.parties[0].questionnaires == 10
    option = next(one for one in found.options if one.without == "outlying")
    assert (option.raters, option.left) == (("odd",), 9)
    own = Fraction(10, 8)
    assert option.mean_after is not None
    assert abs(Fraction(option.mean_before or 0) - (Fraction(option.mean_after) * 9 + own) / 10) < Fraction(1, 10**5)


def test_the_response_rate_counts_what_was_sent_out() -> None:
    found = check(varied(6), sent=30)
    assert (found.response_rate, kinds(found)["response_rate"]) == ("0.200000", ())
    assert check(varied(6), sent=20).response_rate == "0.300000"
    assert "response_rate" not in kinds(check(varied(6), sent=20))


@given(st.lists(st.fractions(0, 1, max_denominator=20), min_size=1, max_size=7), st.integers(0, 7))
def test_the_tail_of_agreements_is_the_sum_over_all_outcomes(chances: list[Fraction], least: int) -> None:
    exact = Fraction(0)
    for outcome in product((0, 1), repeat=len(chances)):
        if sum(outcome) >= least:
            share = Fraction(1)
            for hit, chance in zip(outcome, chances, strict=True):
                share *= chance if hit else 1 - chance
            exact += share
    found = _tails(np.array([[float(chance)] for chance in chances]), np.array([least]))
    assert float(found[0]) == pytest.approx(float(exact), abs=1e-14)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"questionnaires": []}, "integrity_count", "questionnaires"),
        ({"questionnaires": [{"id": "a"}]}, "integrity_key", "questionnaires[0]"),
        ({"questionnaires": [sheet("a", [1, 2])]}, "integrity_answers", "questionnaires[0].answers"),
        ({"questionnaires": [sheet("a", [0, 1, 1])]}, "integrity_range", "questionnaires[0].answers"),
        ({"questionnaires": [sheet("a", [1, 1, 1]), sheet("a", [1, 1, 1])]}, "weight_ids_doubled", "ids"),
        ({"questionnaires": [sheet("a", [1, 1, 1], age=3)]}, "integrity_unknown", "questionnaires[0]"),
        ({"questionnaires": [sheet("a", [1, 1, 1], kind="friend")]}, "weights_choice", "questionnaires[0].kind"),
        ({"scale": [5, 1]}, "integrity_scale", "scale"),
        ({"sent": 0}, "integrity_sent", "sent"),
        ({"minimum": "0.5"}, "integrity_whole", "minimum"),
    ],
)
def test_bad_input_is_refused_by_name(changes: dict[str, Any], code: str, field: str) -> None:
    good = {"questions": ["a", "b", "c"], "questionnaires": [sheet("a", [1, 2, 3])], "scale": [1, 5]}
    with pytest.raises(InvalidInput) as refusal:
        from_json({**good, **changes})
    assert (refusal.value.code, refusal.value.facts["field"]) == (code, field)
    assert refusal.value.text("en") != refusal.value.text("zh")


odd = ODD | st.sampled_from(["\ud800", "1/3", "3.5", [], {}, [[]], {"id": "x"}, [None] * 8, ["1"] * 8, -1, 10**30])


GOOD = {
    "questions": NAMES, "scale": [1, 5], "evaluated": "x", "host": "y", "sent": 99, "minimum": 3,
    "minimum_response_rate": "0.3",
    "questionnaires": [{**one, "kind": "third", "organisation": "z"} for one in varied(9)],
}  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(places(GOOD)), odd)
def test_whatever_json_comes_in_the_answer_is_a_result_or_a_named_refusal(path: tuple[Any, ...], value: Any) -> None:
    with suppress(DockingError):
        json.dumps(from_json(disturbed(GOOD, path, value)).model_dump(mode="json"), allow_nan=False)


def test_the_page_shows_what_the_command_prints(tmp_path: Path) -> None:
    assert page_is_true("integrity", tmp_path)["questionnaires"] == 12
