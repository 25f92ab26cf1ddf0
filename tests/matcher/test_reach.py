"""Rows that cannot come among the best are not compared; what is left out never mattered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.matching import match
from matcher.policy import DEFAULT_POLICY
from matcher.ports import Scores
from tests.matcher.passages import HandIndex, asking, expert, row, wanted

WORDS = ("塑料", "外壳", "冲击", "强度", "拉伸", "盐雾", "电池", "隔膜", "厚度", "螺栓")
text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(text, text, st.booleans()), min_size=1, max_size=40), text, st.sampled_from(["检验检测", None])
)
def test_the_best_are_the_same_as_when_every_row_is_compared(
    rows: list[tuple[str, str, bool]], asked: str, category: str | None
) -> None:
    index = HandIndex(
        [
            expert(f"exp_{n:02}", product, parameter)
            if n % 5 == 4
            else row(f"cap_{n:02}", product, parameter, until=date(2027, 1, 1) if valid else date(2020, 1, 1))
            for n, (product, parameter, valid) in enumerate(rows)
        ]
    )
    demand = wanted(asked, product=asked[:2], parameters=(asked[2:],), service_category=category)
    few = match(asking(demand), index, DEFAULT_POLICY, "fixed", top=3)
    every = match(asking(demand), index, DEFAULT_POLICY, "fixed", top=len(rows))
    assert [(h.passage_id, h.score) for h in few.hits] == [(h.passage_id, h.score) for h in every.hits[:3]]


def test_an_expert_a_little_behind_all_rows_still_comes_first() -> None:
    fits = [row(f"cap_{n}", "塑料外壳冲击强度试验", "") for n in range(4)]
    index = HandIndex([*fits, expert("exp_1", "塑料外壳冲击强度试", "")])
    demand = wanted("塑料外壳冲击强度试验")
    assert [hit.kind for hit in match(asking(demand), index, DEFAULT_POLICY, "fixed", 1).hits] == ["expert"]
    test = demand.model_copy(update={"service_category": "检验检测"})
    assert [hit.kind for hit in match(asking(test), index, DEFAULT_POLICY, "fixed", 1).hits] == ["capability"]


class LastFirst:
    """A second reader who likes what stood last; it counts what it was given."""

    identity = "last-first"

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """Rising with the place."""
        self.read = list(texts)
        return np.linspace(0, 1, len(texts), dtype=np.float32)


def test_a_second_reader_reads_the_best_fifty_however_few_are_asked_for() -> None:
    index = HandIndex([row(f"cap_{n:02}", "塑料" + WORDS[n % 10] * (n % 7), WORDS[n % 4]) for n in range(90)])
    demand = asking(wanted("塑料外壳冲击强度", product="塑料外壳"))
    one, two = LastFirst(), LastFirst()
    few = match(demand, index, DEFAULT_POLICY, "fixed", 3, one)
    many = match(demand, index, DEFAULT_POLICY, "fixed", 50, two)
    assert one.read == two.read
    assert len(one.read) == 50
    assert few.hits == many.hits[:3]
