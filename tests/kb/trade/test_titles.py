"""Two titles of one standard are recognised in spite of rewording; titles of two standards are not confused."""

from __future__ import annotations

import pytest

from kb.trade.titles import same_title


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("金属材料 洛氏硬度试验 第1部分：试验方法", "金属材料洛氏硬度试验"),
        ("食品安全国家标准 食品中水分的测定", "食品中水分的测定"),
        ("塑料 拉伸性能的测定", "塑料　拉伸性能的测定 第2部分：模塑和挤塑塑料的试验条件"),
        (
            "Fasteners - Preloading test for the detection of hydrogen embrittlement",
            "Preloading test, hydrogen fasteners",
        ),
        ("紧固件机械性能", "Mechanical properties of fasteners"),
        ("", "紧固件机械性能"),
    ],
)
def test_one_standard(one: str, other: str) -> None:
    assert same_title(one, other)
    assert same_title(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("金属材料 洛氏硬度试验", "食品中水分的测定"),
        ("塑料 拉伸性能的测定", "橡胶 撕裂强度试验方法"),
        ("Metallic materials - Rockwell hardness test", "Textiles - Colour fastness to rubbing"),
    ],
)
def test_two_standards(one: str, other: str) -> None:
    assert not same_title(one, other)
    assert not same_title(other, one)
