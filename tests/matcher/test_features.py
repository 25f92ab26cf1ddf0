"""Product with product, parameter with parameter, standard with standard."""

from __future__ import annotations

import pytest

from matcher.features import parameter_overlap, parameter_said, product_overlap, product_said, standard_overlap
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


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("房东不退押金,先得有份室内空气里甲醛的单子", 1000),
        ("锅炉要换证,十六块压力表过期了", 750),
        ("出租的车间里味道大", 0),
    ],
)
def test_a_product_is_said_by_its_name_or_by_the_end_that_tells_what_it_is(text: str, share: int) -> None:
    name = "室内空气" if "空气" in text else "弹性元件式一般压力表"
    assert product_said(text, row("cap_2", name, "示值误差")) == share


def test_a_parameter_is_said_by_its_name_without_the_words_that_every_test_has() -> None:
    listed = row("cap_3", "起重吊钩", "硬度、磁粉检测、尺寸")
    assert parameter_said("租客说有裂纹不付租金,我想用磁粉照一照", listed) == 1000
    assert parameter_said("租客不付租金,想找律师", listed) == 0
