"""Rows that cannot come among the best are not compared; what is left out never mattered."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.matching import match
from matcher.policy import DEFAULT_POLICY
from tests.matcher.passages import HandIndex, asking, row, wanted

WORDS = ("塑料", "外壳", "冲击", "强度", "拉伸", "盐雾", "电池", "隔膜", "厚度", "螺栓")
text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(text, text, st.booleans()), min_size=1, max_size=40), text, st.sampled_from(["检验检测", None])
)
def test_the_best_are_the_same_as_when_every_row_is_compared(
    rows: list[tuple[str, str, bool]], asked: str, category: str | None
) -> None:
    from datetime import date

    index = HandIndex(
        [
            row(f"cap_{n:02}", product, parameter, until=date(2027, 1, 1) if valid else date(2020, 1, 1))
            for n, (product, parameter, valid) in enumerate(rows)
        ]
    )
    demand = wanted(asked, product=asked[:2], parameters=(asked[2:],), service_category=category)
    few = match(asking(demand), index, DEFAULT_POLICY, "fixed", top=3)
    every = match(asking(demand), index, DEFAULT_POLICY, "fixed", top=len(rows))
    assert [(h.passage_id, h.score) for h in few.hits] == [(h.passage_id, h.score) for h in every.hits[:3]]
