"""Quantities are read as the trade writes them, each with the words it stands in; names and dates are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.quantities import Quantity, find_quantities


def found(text: str) -> list[tuple[str, tuple[str, ...], str, str, str]]:
    """quote, values, comparison, canonical unit, dimension – and the promise about places, checked."""
    quantities = find_quantities(text)
    for quantity in quantities:
        assert text[quantity.start : quantity.end] == quantity.quote
    return [(q.quote, q.values, q.comparison, q.canonical, q.dimension) for q in quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # comparisons, before and behind
        ("拉伸强度不低于 500 MPa", [("不低于 500 MPa", ("500",), "≥", "MPa", "pressure")]),
        ("硬岩强度>50Mpa以上", [(">50Mpa", ("50",), ">", "MPa", "pressure")]),
        ("响应时间≤15ms", [("≤15ms", ("15",), "≤", "ms", "time")]),
        ("耐压大于等于5 kV", [("大于等于5 kV", ("5",), "≥", "kV", "voltage")]),
        ("运行超过100小时", [("超过100小时", ("100",), ">", "h", "time")]),
        ("收缩率不超过3%", [("不超过3%", ("3",), "≤", "%", "ratio")]),
        ("循环1000次以上", [("1000次以上", ("1000",), "≥", "次", "count 次")]),
        ("误差在2mm以内", [("2mm以内", ("2",), "≤", "mm", "length")]),
        ("重约3公斤左右", [("约3公斤", ("3",), "≈", "kg", "mass")]),
        ("最高温度300℃", [("300℃", ("300",), "=", "℃", "temperature")]),
        ("最高300℃", [("最高300℃", ("300",), "≤", "℃", "temperature")]),
        # ranges, tolerances, sides
        ("量程(0.1～100) MPa", [("(0.1～100) MPa", ("0.1", "100"), "range", "MPa", "pressure")]),
        ("（2.4～2.9）Ω内", [("（2.4～2.9）Ω", ("2.4", "2.9"), "range", "Ω", "resistance")]),
        ("烘干120-150℃", [("120-150℃", ("120", "150"), "range", "℃", "temperature")]),
        ("温度-40℃～+85℃", [("-40℃～+85℃", ("-40", "85"), "range", "℃", "temperature")]),
        ("85℃～-40℃循环", [("85℃～-40℃", ("-40", "85"), "range", "℃", "temperature")]),
        ("10cm-20cm", [("10cm-20cm", ("10", "20"), "range", "cm", "length")]),
        ("5至10天", [("5至10天", ("5", "10"), "range", "d", "time")]),
        ("(25±2)℃", [("(25±2)℃", ("25", "2"), "±", "℃", "temperature")]),
        ("25℃±2℃", [("25℃±2℃", ("25", "2"), "±", "℃", "temperature")]),
        ("精度±0.5%", [("±0.5%", ("0", "0.5"), "±", "%", "ratio")]),
        ("试样100×50×10 mm", [("100×50×10 mm", ("100", "50", "10"), "×", "mm", "length")]),
        # money and time
        ("预算20万元", [("20万元", ("20",), "=", "万元", "money")]),
        ("5万-10万元", [("5万-10万元", ("5", "10"), "range", "万元", "money")]),
        ("投资3.5亿元人民币", [("3.5亿元人民币", ("3.5",), "=", "亿元", "money")]),
        ("费用￥5,000", [("￥5,000", ("5000",), "=", "元", "money")]),
        ("三个月内完成", [("三个月内", ("3",), "≤", "月", "calendar time")]),
        ("一年半", [("一年半", ("1.5",), "=", "年", "calendar time")]),
        ("十五个工作日", [("十五个工作日", ("15",), "=", "工作日", "working time")]),
        ("半年左右", [("半年左右", ("0.5",), "≈", "年", "calendar time")]),
        # full width, powers, scientific notation, compounds
        ("长１００ｍｍ", [("１００ｍｍ", ("100",), "=", "mm", "length")]),
        ("粘度1.5×10⁻³ Pa·s", [("1.5×10⁻³ Pa·s", ("0.0015",), "=", "Pa·s", "viscosity")]),
        ("寿命10⁶次", [("10⁶次", ("1000000",), "=", "次", "count 次")]),
        ("菌落1×10^5 CFU/g", [("1×10^5 CFU/g", ("100000",), "=", "CFU/g", "M-1 count CFU")]),
        ("冲击20kJ/m2", [("20kJ/m2", ("20",), "=", "kJ/m²", "energy per area")]),
        ("导热0.8 W/(m·K)", [("0.8 W/(m·K)", ("0.8",), "=", "W/(m·K)", "thermal conductivity")]),
        ("熔指2.5 g/10min", [("2.5 g/10min", ("2.5",), "=", "g/10min", "mass flow")]),
        ("扭矩20N·m", [("20N·m", ("20",), "=", "N·m", "energy")]),
        ("升温5℃/min", [("5℃/min", ("5",), "=", "℃/min", "heating rate")]),
        ("产能20万吨/年", [("20万吨/年", ("20",), "=", "万t/年", "M month-1")]),
        ("铅≤10 mg/kg", [("≤10 mg/kg", ("10",), "≤", "mg/kg", "ratio")]),
        ("照度300 lx", [("300 lx", ("300",), "=", "lx", "illuminance")]),
        ("噪声≤65 dB(A)", [("≤65 dB(A)", ("65",), "≤", "dB(A)", "level dB(A)")]),
        ("百分之五", [("百分之五", ("5",), "=", "%", "ratio")]),
        ("载荷200千牛", [("200千牛", ("200",), "=", "kN", "force")]),
        # scales whose unit stands in front or behind
        ("硬度HRC58～62", [("HRC58～62", ("58", "62"), "range", "HRC", "hardness HRC")]),
        ("硬度≥HRC60", [("HRC60", ("60",), "=", "HRC", "hardness HRC")]),
        ("HV0.5≥600", [("HV0.5≥600", ("600",), "≥", "HV", "hardness HV")]),
        ("800HV0.3", [("800HV0.3", ("800",), "=", "HV", "hardness HV")]),
        ("pH值不大于7.5", [("pH值不大于7.5", ("7.5",), "≤", "pH", "pH")]),
        ("邵氏硬度60HA", [("60HA", ("60",), "=", "HA", "hardness Shore A")]),
        ("400目以上", [("400目以上", ("400",), "≥", "目", "mesh")]),
        # signs
        ("零下40℃", [("零下40℃", ("-40",), "=", "℃", "temperature")]),
        ("耐温-20℃", [("-20℃", ("-20",), "=", "℃", "temperature")]),
        ("隔膜-20μm", [("20μm", ("20",), "=", "μm", "length")]),
        # behind a letter
        ("粗糙度Ra0.8μm，φ20mm", [("0.8μm", ("0.8",), "=", "μm", "length"), ("20mm", ("20",), "=", "mm", "length")]),
        # several in one sentence, not overlapping
        (
            "50Hz/60Hz，220V±10%",
            [
                ("50Hz", ("50",), "=", "Hz", "frequency"),
                ("60Hz", ("60",), "=", "Hz", "frequency"),
                ("220V", ("220",), "=", "V", "voltage"),
                ("±10%", ("0", "10"), "±", "%", "ratio"),
            ],
        ),
    ],
)
def test_what_the_trade_writes(text: str, expected: list[tuple[str, tuple[str, ...], str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GB/T 228.1-2021 A法",
        "ISO 178:2010",
        "DB44/T 1234—2019",
        "2025年3月10日前",
        "2024-2026年",
        "第3天，第三年",
        "316L不锈钢",
        "Q345A钢板",
        "XB-11A型",
        "PM2.5",
        "三元电池",
        "3D打印、4K视频、5G、4N级",
        "版本1.2.3",
        "电话13800138000",
        "HV10法",
        "1×105 CFU/g",
        "一天然气公司",
        "10A级",
        "3年级",
        "",
    ],
)
def test_names_dates_and_ordinals_are_not_quantities(text: str) -> None:
    assert found(text) == []


def test_an_inner_diameter_is_not_a_limit() -> None:
    assert found("20mm内径") == [("20mm", ("20",), "=", "mm", "length")]
    assert found("距离70m内") == [("70m内", ("70",), "≤", "m", "length")]


@pytest.mark.parametrize(
    "piece",
    ["1", "1.", "1,", "1,000", "-", "± ", "10×", "不", "万", "1~", "一", "GB/T 1", "1e", "HRC", "(1", "1/m·", "5 "],
)
def test_reading_takes_linear_time(piece: str) -> None:
    def seconds(characters: int) -> float:
        text = piece * (characters // len(piece))
        start = time.perf_counter()
        find_quantities(text)
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(40_000) < 10  # half a second when idle; a quadratic reader takes minutes


@given(st.text(alphabet="0123456789.,~-±×%℃ⅯmMPak万元年内以上不低于（）()①²³/·*^eE \u3000３ｍ\ufdfa", max_size=40))
def test_any_text_is_read_without_error_and_every_place_is_true(text: str) -> None:
    last = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.quote
        assert quantity.start >= last
        assert quantity.values
        last = quantity.end


def test_the_same_text_gives_the_same_quantities() -> None:
    text = "不低于500MPa，25±2℃，100×50 mm，三个月内"
    assert [q.model_dump_json() for q in find_quantities(text)] == [q.model_dump_json() for q in find_quantities(text)]
    assert all(isinstance(q, Quantity) for q in find_quantities(text))
