"""Which reason is told: the words themselves where both sides say the test, else the way that leads to it."""

from __future__ import annotations

from kb.passages import Passage
from kb.trade.understanding import understand
from matcher.query import Query
from matcher.reasons import Because
from tests.matcher.passages import row, wanted
from tests.shipped import embedder, trade


def told_of(text: str, passage: Passage) -> list[str]:
    """The sentences under a row, without what the law says."""
    query = Query(wanted(text), understood=understand(text, trade(), embedder().encode_queries))
    because = Because(query)
    return [reason.text() for reason in because.reasons(passage, because.overlaps(passage), None)]


STRUCK = row("cap_1", "塑料", "悬臂梁冲击强度", "GB/T 1843-2008", "cen_a")


def test_a_test_that_both_sides_name_is_told_in_its_own_words() -> None:
    assert told_of("测ABS外壳的悬臂梁冲击强度", STRUCK) == ["检测项目对得上：“悬臂梁冲击强度”"]


def test_what_nobody_named_is_told_by_the_way_that_led_there() -> None:
    first, *_ = told_of("塑料外壳一敲就裂，断口发脆", STRUCK)
    assert first.startswith("您说的“")
    assert first.endswith("要看“悬臂梁冲击强度”")


def test_a_word_of_two_characters_leads_to_a_test_and_orders_none() -> None:
    hard = row("cap_2", "弹簧", "硬度", "GB/T 230.1-2018", "cen_a")
    assert any(reason.endswith("要看“硬度”") for reason in told_of("弹簧热处理后硬度不够，一压就变形", hard))
