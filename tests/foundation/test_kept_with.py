"""What was asked of a thing is remembered with it, and goes when it goes."""

from __future__ import annotations

import gc
from weakref import ref

from foundation.kept_with import kept_with


class Index:
    def __init__(self, word: str) -> None:
        self.word = word


ASKED: list[tuple[str, int]] = []


@kept_with(2)
def times(index: Index, number: int) -> str:
    ASKED.append((index.word, number))
    return index.word * number


def test_the_same_question_is_worked_out_once_for_each_thing() -> None:
    ASKED.clear()
    one, other = Index("a"), Index("b")
    assert [times(one, 2), times(one, 2), times(other, 2), times(other, 2)] == ["aa", "aa", "bb", "bb"]
    assert ASKED == [("a", 2), ("b", 2)]


def test_only_so_many_answers_are_kept() -> None:
    ASKED.clear()
    one = Index("a")
    for number in (1, 2, 3, 1):
        times(one, number)
    assert ASKED == [("a", 1), ("a", 2), ("a", 3), ("a", 1)]


def test_a_thing_that_nobody_holds_any_more_is_gone_with_its_answers() -> None:
    one = Index("a")
    times(one, 5)
    is_there = ref(one)
    del one
    gc.collect()
    assert is_there() is None
