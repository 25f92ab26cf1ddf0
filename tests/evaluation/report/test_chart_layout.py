"""The charts of rows hold two to sixty rows with long names: no two texts overlap, nothing lies outside."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation.charts.bars import tornado, votes, waterfall, weights_by_method
from evaluation.charts.drawing import EM, em, wrapped
from evaluation.charts.of_assessment import contribution_bars, radar
from evaluation.charts.trend import trend
from evaluation.weight_effects import CHANGE, weight_effects
from tests.evaluation.examples import example

SVG = "{http://www.w3.org/2000/svg}"
NAMES = (
    "检验检测公共技术服务平台共性关键技术研究开发推广和产业化支持情况以及其他",
    "短",
    "Share of staff with bachelor degree or above among all employees, part-time experts of other units included",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
)


def named(count: int) -> list[str]:
    return [f"A{n} {NAMES[n % 4]}" for n in range(count)]


CHARTS: dict[str, Callable[[int], str]] = {
    "tornado": lambda n: tornado([(name, Fraction(n - k, 3) * (-1) ** k) for k, name in enumerate(named(n))], "10 %"),
    "waterfall": lambda n: waterfall([(name, Fraction(100, n)) for name in named(n)], ("总分", "100.00")),
    "weights": lambda n: weights_by_method(
        named(n), {f"{k} 很长的方法名称 method": [Fraction(k + 1, 12 * n)] * n for k in range(12)}
    ),
    "votes": lambda n: votes(
        [(name, {"优": k, "良": 1, "差": 1000}) for k, name in enumerate(named(n))], ["优", "良", "差"]
    ),
    "trend": lambda n: trend([(f"{1960 + k}{' 年度复评（补充）' * (k % 2)}", Decimal(k * 7 % 101)) for k in range(n)]),
}


@pytest.mark.parametrize("count", [1, 2, 3, 7, 16, 33, 60])
@pytest.mark.parametrize("name", CHARTS)
def test_no_texts_overlap_and_none_leaves_the_picture(name: str, count: int) -> None:
    assert_legible(CHARTS[name](count))
    assert CHARTS[name](count) == CHARTS[name](count)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_radar_and_bars_are_legible_in_both_languages(language: str) -> None:
    from evaluation.report.wording import Words

    words = Words(example().content, language)  # type: ignore[arg-type]
    assert_legible(radar(example(), words.language, words.names))
    assert_legible(contribution_bars(example(), words.language, words.names))


def test_no_name_is_cut() -> None:
    for name in named(8):
        assert "".join(wrapped(name, 200)).replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize("name", [*CHARTS])
def test_an_empty_chart_is_still_a_picture(name: str) -> None:
    empty = {"tornado": tornado([], "10 %"), "waterfall": waterfall([], ("总分", "0.00")), "votes": votes([], ["优"]),
             "weights": weights_by_method([], {}), "trend": trend([])}  # fmt: skip
    assert ElementTree.fromstring(empty[name]).get("role") == "img"


def test_a_weight_effect_is_the_exact_change_of_the_total() -> None:
    """Recomputed by other means: the elements' weights changed, the total summed again."""
    content = example().content
    elements = {group.id: group for group in content.results.groups if group.parent == "T"}
    for effect in weight_effects(content, 80):
        if effect.id not in elements:
            continue
        grown = Fraction(elements[effect.id].effective) * (1 + CHANGE)
        shrink = (1 - grown) / (1 - Fraction(elements[effect.id].effective))
        total = sum(
            Fraction(one.exact or 0) * (grown if name == effect.id else Fraction(one.effective) * shrink)
            for name, one in elements.items()
        )
        assert total - Fraction(content.results.exact or 0) == effect.points


def test_the_largest_effects_come_first() -> None:
    effects = [abs(effect.points) for effect in weight_effects(example().content)]
    assert len(effects) == 10
    assert effects == sorted(effects, reverse=True)


def assert_legible(drawn: str) -> None:
    root = ElementTree.fromstring(drawn)
    left, top, wide, high = (float(one) for one in root.get("viewBox", "").split())
    boxes = [_box(text) for text in root.iter(f"{SVG}text")]
    for x1, y1, x2, y2, says in boxes:
        assert left <= x1, says
        assert x2 <= left + wide, says
        assert top <= y1, says
        assert y2 <= top + high, says
    for place, (x1, y1, x2, y2, says) in enumerate(boxes):
        for a1, b1, a2, b2, other in boxes[place + 1 :]:
            assert x2 <= a1 or a2 <= x1 or y2 <= b1 or b2 <= y1, (says, other)


def _box(text: ElementTree.Element) -> tuple[float, float, float, float, str]:
    says = text.text or ""
    size = 11 if text.get("class") in ("number", "inside") else EM
    x, y, wide = float(text.get("x", 0)), float(text.get("y", 0)), em(says) * size
    start = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor", "start")]
    return start, y - 0.85 * size, start + wide, y + 0.2 * size, says


def test_a_number_beside_a_bar_is_rounded_like_the_table_beside_it() -> None:
    """Exact halves, 0.125 points and 0.12345 of the weight: a binary float would print 0.12 and 0.1235 or 0.1234."""
    eighth = Fraction(1, 8)
    assert ">0.13<" in waterfall([("a", eighth)], ("总分", "0.13"))
    assert ">0.1235<" in weights_by_method(["a"], {"m": [Fraction("0.12345")]})
    drawn = tornado([("a", eighth)], "10 %")
    assert ">+0.13<" in drawn
    assert ">-0.13<" in drawn
