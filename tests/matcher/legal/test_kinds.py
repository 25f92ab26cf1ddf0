"""A row for a class of goods holds for what belongs to it: 438 pairs by hand, and how a ruling says why."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.legal_gate.__main__ import shipped
from kb.trade.kinds import Kinds, WrittenKinds
from matcher.legal.court import Court
from matcher.legal.kin import Kin
from matcher.legal.names import products_in
from matcher.legal.subjects import look_at_product
from tests.matcher.passages import row, wanted

GOLDEN = Path(__file__).parents[2] / "golden" / "kinds"


class Pair(NamedTuple):
    """``holds``: whether a row for ``row`` may be offered for ``asked``, as a person of the trade said it."""

    asked: str
    row: str
    holds: bool
    because: str


def pairs(name: str) -> list[Pair]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return [Pair(one["asked"], one["row"], one["holds"] == "yes", one["because"]) for one in csv.DictReader(file)]


def is_offered(pair: Pair) -> bool:
    return all(finding.state == "inside" for finding in look_at_product(pair.row, pair.asked, shipped()))


@pytest.mark.parametrize("name", ["pairs.csv", "later.csv"])
def test_every_pair_is_told_as_a_person_told_it(name: str) -> None:
    assert [pair for pair in pairs(name) if is_offered(pair) != pair.holds] == []


def test_the_pairs_hold_enough_traps_of_every_sort() -> None:
    traps = Counter(pair.because for name in ("pairs.csv", "later.csv") for pair in pairs(name) if not pair.holds)
    assert traps.total() >= 200
    assert {"reverse", "sibling", "purpose", "raw", "tool", "equipment", "packaging", "turned", "list"} <= set(traps)


def test_a_row_never_holds_both_ways_but_for_two_names_of_one_thing() -> None:
    lawful = [pair for name in ("pairs.csv", "later.csv") for pair in pairs(name) if pair.holds]
    both = [pair for pair in lawful if is_offered(Pair(pair.row, pair.asked, False, ""))]
    assert both == []


def test_the_ruling_says_why_a_class_holds() -> None:
    bolts = row("cap_1", "紧固件", "盐雾试验", "GB/T 10125-2021")
    court = Court(wanted("六角螺栓做盐雾试验", product="六角螺栓", parameters=("盐雾试验",)), shipped())
    ruling = court.ruling(bolts)
    assert (ruling.state, ruling.way) == ("inside", "test")
    told = [finding.text() for finding in ruling.findings]
    assert "附表的“紧固件”包括“六角螺栓”（产品分类）" in told
    english = [finding.text("en") for finding in ruling.findings]
    assert any("includes" in one for one in english)


def test_a_class_does_not_hide_what_else_is_wrong_with_a_row() -> None:
    asked = wanted("六角螺栓做盐雾试验", product="六角螺栓", parameters=("盐雾试验",))
    barred = row("cap_1", "紧固件", "盐雾试验", restriction="不做六角螺栓")
    assert Court(asked, shipped()).ruling(barred).way != "test"
    other = row("cap_2", "紧固件", "硬度")
    assert Court(asked, shipped()).ruling(other).state == "other_parameter"


def test_without_knowledge_of_classes_a_person_checks() -> None:
    pair = Pair("六角螺栓", "紧固件", True, "")
    assert [finding.state for finding in look_at_product(pair.row, pair.asked, Kin())] == ["to_check"]
    told = Kin(kinds=Kinds(WrittenKinds(classes={"紧固件": ("…螺栓",)})))
    assert [finding.state for finding in look_at_product(pair.row, pair.asked, told)] == ["inside"]


def test_furniture_of_today_is_furniture() -> None:
    assert look_at_product("沙发", "现代沙发", shipped()) == ()
    assert [finding.state for finding in look_at_product("皮革", "代皮革", shipped())] == ["other_product"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("塑料管材、管件", ("塑料管材", "塑料管件", "塑料管材、管件")),
        ("钢管、管件", ("钢管", "钢管件", "钢管、管件")),
        ("钢丝绳、紧固件", ("钢丝绳", "紧固件", "钢丝绳、紧固件")),
        ("塑料和橡胶制品", ("塑料制品", "橡胶制品", "塑料和橡胶制品")),
        ("螺栓、螺钉和螺柱", ("螺栓", "螺钉", "螺柱", "螺栓、螺钉和螺柱")),
        ("水果及其制品", ("水果及其制品", "水果", "水果制品")),
        ("塑料制品（管材、管件）", ("塑料制品", "塑料管材", "塑料管件")),
        ("紧固件", ("紧固件",)),
        ("", ()),
    ],
)
def test_what_an_enumeration_leaves_out_is_put_back(cell: str, names: tuple[str, ...]) -> None:
    assert products_in(cell) == names
