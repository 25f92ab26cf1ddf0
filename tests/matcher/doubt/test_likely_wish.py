"""A wish is found where no word of wishing stands: by what clauses say, where they stand and what marks are around."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.doubt.likely_wish import (
    CLAUSES,
    MOST,
    Weights,
    clauses_of,
    features,
    from_bytes,
    likely_wishes,
    to_bytes,
)
from matcher.doubt.wishes import own_words


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("做五金的，盐雾都过了，厂门口那块空地谁要谁拿走", "厂门口那块空地谁要谁拿走"),
        ("硬盘昨天掉地上咔咔响，读不出来了，里头全是校准曲线", "读不出来了"),
        ("谁肯帮着把账理一理？我们做阀门的，证书齐全，会计上个月走了", "谁肯帮着把账理一理"),
    ],
)
def test_the_clause_that_tells_what_is_wanted_is_found_wherever_it_stands(text: str, wish: str) -> None:
    assert wish in likely_wishes(text)


def test_a_gap_tells_a_wish_that_no_word_of_wishing_marks() -> None:
    told = own_words("我们做绝缘子的，工频击穿都合格，今年效益好，腊月二十厂里热闹一晚上，场地主持都没着落")
    assert "腊月二十厂里热闹一晚上" in told


def test_few_clauses_are_told_and_in_the_order_of_the_text() -> None:
    text = "，".join(f"想找人做{name}" for name in ("翻译", "搬家", "保洁", "装修", "摄影"))
    told = likely_wishes(text)
    assert len(told) <= MOST
    assert sorted(told, key=text.index) == told


def test_no_words_tell_no_wish() -> None:
    assert likely_wishes("") == likely_wishes(" ，。") == []


def test_only_the_last_clauses_of_a_long_text_are_looked_at() -> None:
    assert len(clauses_of("想修车。" * 3 * CLAUSES)) == CLAUSES


def test_marks_tell_the_place_and_what_stands_around() -> None:
    (first, one), (second, other) = features(["做螺栓", "谁来"], ["，", "？"])
    assert {"做", "做螺", "做螺栓"} <= first and "谁来" in second  # noqa: PT018
    assert "#stop？" in other
    assert "#before，" in other
    assert "#beforebegin" in one
    assert set(one).isdisjoint(first)


def test_what_says_most_is_told_even_where_little_speaks_for_it() -> None:
    weights = Weights({"谁": -1}, -9_000)
    assert likely_wishes("做螺栓的，谁来", weights) == ["做螺栓的"]


def test_the_file_holds_what_was_written() -> None:
    assert from_bytes(to_bytes(["#last0", "谁"], np.array([3, -4], np.int16), 5)) == Weights({"#last0": 3, "谁": -4}, 5)


@given(st.text(max_size=120))
def test_whatever_is_written_the_clauses_are_those_of_the_text(text: str) -> None:
    assert all(one and one in text for one in likely_wishes(text))


def test_the_weights_are_shipped() -> None:
    assert Path(__file__).parents[3].joinpath("matcher", "data", "wishes.bin").stat().st_size < 400_000
