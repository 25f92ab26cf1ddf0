"""The pictures are well-formed, readable without seeing, free of styles, and the same every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest

from evaluation.assess import assess
from evaluation.assessment import Assessment
from evaluation.charts.of_assessment import contribution_bars, radar
from evaluation.editions.shipped import scheme_named
from evaluation.weighting import weight_set
from tests.evaluation.examples import example, ratings

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("picture", [radar, contribution_bars])
def test_a_picture_has_a_role_a_title_and_a_description_and_no_style(picture: Callable[[Assessment], str]) -> None:
    text = picture(example())
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root.findtext(f"{SVG}title") == root.get("aria-label")
    assert "检测能力 " in (root.findtext(f"{SVG}desc") or "")
    assert "style=" not in text
    assert "<script" not in text
    assert text == picture(example())


def test_the_radar_has_sixteen_axes_and_a_point_for_every_score() -> None:
    root = ElementTree.fromstring(radar(example()))
    assert len(root.findall(f"{SVG}line[@class='axis']")) == 16
    points = root.findall(f"{SVG}polygon")[0].get("points", "").split()
    assert len(points) == 16
    assert all(0 <= float(number) <= 480 for point in points for number in point.split(","))
    assert points[0].startswith("240.0,")  # the first axis points up


def test_what_was_not_assessed_leaves_its_axis_empty() -> None:
    scheme = scheme_named()
    text = radar(assess(scheme, weight_set(scheme), ratings("C5.1", "C5.2")))
    root = ElementTree.fromstring(text)
    assert len(root.findall(f"{SVG}polygon")[0].get("points", "").split()) == 15
    assert "信息服务 未评" in (root.findtext(f"{SVG}desc") or "")
    assert len(ElementTree.fromstring(radar(assess(scheme, weight_set(scheme), []))).findall(f"{SVG}polygon")) == 0


def test_bars_are_as_long_as_the_contributions() -> None:
    root = ElementTree.fromstring(contribution_bars(example()))
    rooms = root.findall(f"{SVG}rect[@class='room']")
    bars = [bar for bar in root.findall(f"{SVG}rect") if "contribution" in bar.get("class", "")]
    assert len(rooms) == len(bars) == 16
    for room, bar in zip(rooms, bars, strict=True):
        assert 0 <= float(bar.get("width", "0")) <= float(room.get("width", "0"))


def test_names_are_escaped_and_may_be_given_in_english() -> None:
    text = radar(example(), "en", {"A1": "Testing & <capability>"})
    assert ElementTree.fromstring(text).get("aria-label") == "Radar of the second-level scores"
    assert "Testing &amp; &lt;capability&gt;" in text
