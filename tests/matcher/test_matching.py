"""The method, on an index small enough to check by eye."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matcher.matching import match
from matcher.policy import DEFAULT_POLICY, POINTS
from tests.matcher.passages import HandIndex, asking, expert, row, wanted

WORLD = HandIndex(
    [
        row("cap_1", "ABS 塑料制品", "悬臂梁冲击强度", "GB/T 1843-2008", "cen_a"),
        row("cap_2", "ABS 塑料制品", "红外光谱定性", "GB/T 6040-2019", "cen_a"),
        row("cap_3", "纺织品", "断裂强力", "GB/T 3923.1-2013", "cen_b"),
        row("cap_4", "塑料", "拉伸强度", "GB/T 1040.2-2022", "cen_c", until=date(2025, 1, 1)),
        row("cap_5", "PP 塑料制品", "悬臂梁冲击强度", "GB/T 1843-2008", "cen_a"),
        expert("exp_1", "高分子材料", "塑料失效分析 老化"),
    ]
)
CRACKED = wanted(
    "塑料外壳一敲就裂，想做冲击强度和分子量",
    product="塑料外壳",
    parameters=("冲击强度", "分子量"),
    standards=("GB/T 1843",),
)


def find(asked: object = CRACKED, index: HandIndex = WORLD):  # type: ignore[no-untyped-def]
    return match(asking(asked), index, DEFAULT_POLICY, "fixed")  # type: ignore[arg-type]


def test_the_fitting_row_stands_first_and_its_centre_too() -> None:
    found = find()
    assert found.hits[0].passage_id in ("cap_1", "cap_5")
    assert found.centres[0].provider_id == "cen_a"


def test_contributions_add_up_to_the_score_exactly() -> None:
    for hit in find().hits:
        assert sum(c.points for c in hit.contributions) == hit.score
        assert hit.score <= POINTS


def test_every_quote_stands_where_it_says_on_both_sides() -> None:
    passages = {p.id: p for p in WORLD.passages}
    seen = 0
    for hit in find().hits:
        for overlap in hit.overlaps:
            assert CRACKED.text[overlap.start : overlap.end] == overlap.quote
            field = passages[hit.passage_id].fields[overlap.field]
            assert field[overlap.field_start : overlap.field_end] == overlap.field_quote
            seen += 1
    assert seen > 0


def test_the_same_test_on_two_products_is_one_reason_for_the_centre() -> None:
    shown = {hit.passage_id for hit in find().centres[0].rows}
    assert len(shown & {"cap_1", "cap_5"}) == 1


def test_what_nobody_offers_is_said() -> None:
    gaps = [gap.facts["name"] for gap in find().centres[0].missing]
    assert gaps == ["分子量"]


def test_an_expired_row_loses_points_when_a_test_is_asked_for() -> None:
    asked = wanted("塑料拉伸强度检测", product="塑料", parameters=("拉伸强度",))
    advice = {h.passage_id: h for h in find(asked).hits}["cap_4"]
    test = {h.passage_id: h for h in find(asked.model_copy(update={"service_category": "检验检测"})).hits}["cap_4"]
    assert test.scope == "expired"
    assert test.score < advice.score
    assert any("2025-01-01" in reason.text() for reason in test.reasons)


def test_a_standard_in_another_year_is_flagged() -> None:
    asked = wanted("按 GB/T 1843-1996 做冲击", standards=("GB/T 1843-1996",))
    reasons = [reason.text() for reason in find(asked).hits[0].reasons]
    assert "附表引用了您提到的标准，但年代不同" in reasons


def test_nothing_in_common_is_an_empty_list() -> None:
    found = find(wanted("zzz"))
    assert found.hits == ()
    assert found.centres == ()


@given(st.text(max_size=80))
def test_any_text_gives_the_same_bytes_twice(text: str) -> None:
    assert find(wanted(text)).model_dump_json() == find(wanted(text)).model_dump_json()
