"""Product with product, parameter with parameter, standard with standard."""

from __future__ import annotations

import pytest

from matcher.features import parameter_overlap, product_overlap, row_said, standard_overlap
from tests.matcher.passages import row, wanted

ROW = row("cap_1", "ABS 塑料制品", "悬臂梁冲击强度", "GB/T 1843-2008 塑料 悬臂梁冲击强度的测定")


@pytest.mark.parametrize(("product", "share"), [("塑料制品", 1000), ("塑料外壳", 333), ("棉布", 0), (None, 0)])
def test_product_words_in_common(product: str | None, share: int) -> None:
    assert product_overlap(wanted("x", product=product), ROW) == share


def test_the_best_of_several_parameters_counts() -> None:
    assert parameter_overlap(wanted("x", parameters=("分子量", "冲击强度")), ROW) == 1000


@pytest.mark.parametrize(
    ("number", "share"),
    [
        ("GB/T 1843", 1000),
        ("ＧＢ/T1843—2008", 1000),
        ("GB/T 1843-1996", 800),
        ("GB/T 184", 0),
        ("GB/T 18", 0),
        ("GB/T 1040.2", 0),
    ],
)
def test_standard_numbers_are_compared_whole(number: str, share: int) -> None:
    assert standard_overlap(wanted("x", standards=(number,)), ROW) == share


GAUGE = row("cap_2", "弹性元件式一般压力表", "示值误差、回程误差检测")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("锅炉要换证,十六块压力表测示值误差", 750),
        ("弹性元件式一般压力表,回程误差", 1000),
        ("锅炉要换证,示值误差", 0),
        ("十六块压力表租给船厂,不付租金", 0),
    ],
)
def test_a_row_is_said_where_its_parameter_and_the_end_of_its_product_are(text: str, share: int) -> None:
    assert row_said(text, GAUGE) == share
