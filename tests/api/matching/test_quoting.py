"""Shared words are quoted where somebody reads only when they are words."""

from __future__ import annotations

import pytest

from api.matching.quoting import told_reasons
from foundation.language import Sentence, sentence
from matcher.matchlist import Hit

BUMPER = "保险杠等塑料外饰件 · 缺口冲击强度"


def hit(title: str, *reasons: Sentence) -> Hit:
    return Hit(
        passage_id="p",
        kind="capability",
        provider_id="c",
        score=1,
        contributions=(),
        scope="valid",
        title=title,
        detail="GB/T 1043.1-2008 硬质塑料 冲击性能的测定",
        reasons=reasons,
    )


def product(quotes: str) -> Sentence:
    return sentence("产品对得上：“{quotes}”", quotes=quotes)


@pytest.mark.parametrize("piece", ["塑料外", "杠等塑", "险杠"])
def test_a_piece_of_words_is_no_reason(piece: str) -> None:
    assert told_reasons(hit(BUMPER, product(piece))) == ()


def test_the_whole_words_beside_a_piece_stay() -> None:
    (told,) = told_reasons(hit(BUMPER, product("塑料外”“保险杠")))
    assert told.text() == "产品对得上：“保险杠”"


@pytest.mark.parametrize("quote", ["保险杠", "塑料", "ABS"])
def test_a_word_is_a_reason_as_before(quote: str) -> None:
    found = hit("保险杠等塑料外饰件（ABS） · 冲击强度", product(quote))
    assert told_reasons(found) == found.reasons


def test_what_the_heading_does_not_show_is_believed_and_the_law_is_never_touched() -> None:
    law, unseen = sentence("CNAS 有效至 {until}", until="2029-01-04"), product("洗衣机")
    assert told_reasons(hit(BUMPER, unseen, law)) == (unseen, law)


def test_the_standard_in_words_is_quoted_in_words() -> None:
    piece = sentence("标准里写有：“{quotes}”", quotes="质塑料 冲”“冲击")
    (told,) = told_reasons(hit(BUMPER, piece))
    assert told.facts["quotes"] == "冲击"
