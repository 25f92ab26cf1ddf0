"""All words of a text together tell whether it asks for what no inspection centre does, also where no deed is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import fold
from kb.trade.errand import (
    READ,
    STEP,
    Weights,
    errand_weights,
    errands_digest,
    from_bytes,
    lean_of,
    pieces_of,
    to_bytes,
    views_of,
)

BLIND = Path(__file__).parents[2] / "golden" / "matching" / "errands_blind.yaml"


def small(**views: tuple[int, int, int]) -> Weights:
    return Weights({piece: row for row, piece in enumerate(views)}, np.array([*views.values()], np.int16), 0)


def test_a_text_is_read_as_a_whole_by_the_clauses_that_wish_and_by_its_last() -> None:
    whole, wishing, last = views_of("做螺栓的，想找人修屋顶，谁来。急")
    assert whole == "做螺栓的，想找人修屋顶，谁来。急"
    assert wishing == "想找人修屋顶|谁来"
    assert last == "谁来"  # one character is no clause


def test_pieces_are_the_different_stretches_of_up_to_three_characters() -> None:
    assert pieces_of("修屋修") == {"修", "屋", "修屋", "屋修", "修屋修"}


def test_the_sum_of_each_view_counts_by_how_much_it_says() -> None:
    weights = small(贷=(1_000, 0, 3_000))
    once = lean_of("贷", weights)
    assert once == STEP  # one piece, which stands in the whole alone: a single character is no clause
    assert 0 < lean_of("贷上一些", weights) - once * 0 <= 1_000
    assert lean_of("贷上，再说", weights) < lean_of("再说，贷上", weights)


def test_a_text_without_words_leans_nowhere() -> None:
    assert lean_of("") == lean_of("  \n") == 0


def test_only_the_end_of_a_long_text_is_read() -> None:
    text = "我们做螺栓的。" * READ
    assert lean_of(fold(text + "想贷款")) == lean_of(fold(text[-READ:] + "想贷款"))


@given(st.text(max_size=80))
def test_whatever_is_written_leans_within_its_bounds(text: str) -> None:
    assert -1000 <= lean_of(fold(text)) <= 1000


def test_the_file_holds_what_was_written_and_has_a_digest() -> None:
    read = from_bytes(to_bytes(["修", "贷款"], np.array([[1, 2, 3], [-4, 5, 6]], np.int16), 7))
    assert (dict(read.at), read.views.tolist(), read.begin) == ({"修": 0, "贷款": 1}, [[1, 2, 3], [-4, 5, 6]], 7)
    assert len(errands_digest()) == 64
    assert len(errand_weights().at) > 10_000


def read(part: str) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = yaml.safe_load(BLIND.read_text("utf-8"))[part]
    return every


def test_businesses_that_want_other_things_are_told_from_those_that_want_a_centre() -> None:
    """Of hands that saw nothing: three in four are heard where two in a hundred others are (ADR 0049)."""
    away = [lean_of(fold(one["text"])) for one in read("outside")]
    ours = [lean_of(fold(one["text"])) for one in read("answerable")]
    assert sum(lean > 200 for lean in away) >= 0.7 * len(away)
    assert sum(lean > 200 for lean in ours) <= 0.04 * len(ours)


@pytest.mark.parametrize(
    ("elsewhere", "served"),
    [
        ("盐雾报告都有，库房老漏雨，谁来给弄弄屋顶", "库房老漏雨，屋面卷材才铺两年就裂了，想知道是料的事还是施工的事"),
        ("轴承做得好，就是没人知道，想上个电视", "电视台曝光以后我们的轴承被退货，想测一下硬度"),
    ],
)
def test_a_wish_without_a_word_for_a_deed_is_heard(elsewhere: str, served: str) -> None:
    assert lean_of(fold(elsewhere)) > lean_of(fold(served)) + 200
