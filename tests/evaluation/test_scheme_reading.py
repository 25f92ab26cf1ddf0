"""Every fault of a scheme file is explained, with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluation.editions.reading import load_scheme, read_scheme
from evaluation.editions.shipped import SCHEMES
from evaluation.indicators import Levels, Linear
from foundation.errors import InvalidInput

SMALL = """\
id: SMALL
version: 0.1.0
title: 小方案
english: Small
source: 自拟
decimals: 2
rounding: half_up
stars:
  - {stars: 2, label: 好, at_least: 60}
  - {stars: 1, label: 差, at_least: 0}
policies: {missing: zero, small_sample: 5, minimum_response_rate: 0.30, minimum_quantitative_share: 0.50}
counts: {elements: 2, groups: 0, indicators: 3}
level_scores: {优: 95, 差: 50}
elements:
  - id: A
    name: 甲
    english: First
    clause: "1"
    weight: 0.4
    indicators:
      - {id: A1, name: 甲一, english: a1, kind: Q, direction: "+", unit: 项, sources: [kb], measure: 数,
         rule: {kind: LIN, zero: 0.1, full: 5}, mark: derived, clause: "1.1"}
      - {id: A2, name: 甲二, english: a2, kind: L, direction: "+", unit: 级, sources: [kb], measure: 评,
         rule: {kind: LVL}, mark: derived, clause: "1.2"}
  - id: B
    name: 乙
    english: Second
    clause: "2"
    weight: 0.6
    indicators:
      - {id: B1, name: 乙一, english: b1, kind: Q, direction: "+", unit: 项, sources: [kb], measure: 率,
         rule: {kind: RATE}, mark: derived, clause: "2.1"}
"""


def test_a_sound_scheme_is_read_and_its_decimals_never_become_floats() -> None:
    scheme = load_scheme(SMALL)
    rule = scheme.indicators[0].rule
    assert isinstance(rule, Linear)
    assert rule.zero == Decimal("0.1")
    assert [element.weight for element in scheme.elements] == [Decimal("0.4"), Decimal("0.6")]
    assert scheme.levels == 2


def test_level_scores_are_written_once_for_all_level_rules() -> None:
    rule = load_scheme(SMALL).indicators[1].rule
    assert isinstance(rule, Levels)
    assert rule.scores == {"优": Decimal(95), "差": Decimal(50)}


@pytest.mark.parametrize(
    ("old", "new", "shown", "words"),
    [
        ("title: 小方案", "title: 小方案\ncolour: red", "colour: red", "不认识的键“colour”"),
        ("title: 小方案", "titel: 小方案", "titel", "不认识的键“titel”"),
        ("english: Small\n", "", "id: SMALL", "缺少“english”"),
        ("version: 0.1.0", "version: 0.1.0\nid: AGAIN", "AGAIN", "键“id”写了两次"),
        ("decimals: 2", "decimals: 7", "decimals", "“decimals”的值不对"),
        ("rounding: half_up", "rounding: down", "rounding", "“rounding”的值不对"),
        ("label: 好, at_least: 60", "label: 好, at_least: 0", "label: 差", "星级要从高到低排列"),
        ("at_least: 60", "at_least: 60.005", "60.005", "小数位不多于显示值"),
        ("label: 差, at_least: 0", "label: 差, at_least: 1", "label: 差", "最低一级的界限要是 0"),
        ("indicators: 3}", "indicators: 4}", "counts", "写的是 4，实有 3"),
        ("id: B1,", "id: A1,", "乙一", "编号“A1”用了两次"),
        ("    weight: 0.6\n", "    weight: 0.5\n", "elements:", "和为 1，实为 0.9"),
        ("    weight: 0.6\n", "", "elements:", "只有一部分写了权重"),
        ("zero: 0.1, full: 5", "zero: 5, full: 5", "kind: LIN", "零分点和满分点相同"),
        ("zero: 0.1, full: 5", "zero: 5, full: 0.1", "kind: LIN", "与方向“+”相反"),
        ("zero: 0.1, full: 5", "zero: abc, full: 5", "kind: LIN", "“zero”的值不对：要用十进制数写"),
        ("zero: 0.1, full: 5", "zero: 1e3, full: 5", "kind: LIN", "“zero”的值不对"),
        ("zero: 0.1, full: 5", "zero: 0.1, full: 5, step: 2", "kind: LIN", "不认识的键“step”"),
        ("{kind: RATE}", "{kind: RATIO}", "RATIO", "LIN、RATE、YN、CHK、LVL、LIK"),
        ("{kind: RATE}", "{kind: CHK, items: []}", "CHK", "“items”的值不对"),
        ("english: b1, kind: Q", "english: b1, kind: L", "乙一", "比率是定量的"),
        ("mark: derived, clause: \"2.1\"", "mark: verbatim, clause: \"2.1\"", "verbatim", "标为原文的要引原文"),
        ("sources: [kb], measure: 率", "sources: [web], measure: 率", "web", "的值不对"),
        ("level_scores: {优: 95, 差: 50}", "level_scores: {优: 95}", "LVL", "“scores”的值不对"),
    ],
)  # fmt: skip
def test_a_fault_is_explained_with_its_line(old: str, new: str, shown: str, words: str) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    _, faults = read_scheme(text)
    found = [fault for fault in faults if words in str(fault.explanation)]
    assert found, [(fault.line, str(fault.explanation)) for fault in faults]
    assert shown in text.splitlines()[found[0].line - 1]


def test_all_faults_are_reported_together_in_the_order_of_the_lines() -> None:
    text = SMALL.replace("decimals: 2", "decimals: 9").replace("title: 小方案", "title: 小方案\nextra: 1")
    _, faults = read_scheme(text)
    assert [fault.place for fault in faults] == ["extra", "decimals"]
    with pytest.raises(InvalidInput) as refusal:
        load_scheme(text)
    assert refusal.value.code == "scheme_invalid"
    assert refusal.value.facts["count"] == 2
    assert refusal.value.facts["line"] == 4


@pytest.mark.parametrize("text", ["", "- 1\n- 2\n", "just words", "a: [1, 2", "a: b: c", "\t- x", "[" * 3000])
def test_text_that_is_no_scheme_is_a_fault_and_not_a_crash(text: str) -> None:
    scheme, faults = read_scheme(text)
    assert scheme is None
    assert faults


def test_aliases_are_refused_because_nested_ones_unfold_without_end() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nelements: [*c, *c]\n"
    _, faults = read_scheme(bomb)
    assert any("别名" in str(fault.explanation) for fault in faults)


def test_every_line_of_the_shipped_scheme_matters() -> None:
    """Taking away any one key of an indicator that has no default is noticed."""
    text = (SCHEMES / "ciqa-2020.yaml").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if "- id: D4.4" in line)
    for number in range(first + 1, len(lines)):
        _, faults = read_scheme("".join(lines[:number] + lines[number + 1 :]))
        assert faults, lines[number]
