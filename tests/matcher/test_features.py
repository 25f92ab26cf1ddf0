"""Product with product, parameter with parameter, standard with standard."""

from __future__ import annotations

import pytest

from matcher.features import parameter_overlap, product_overlap, standard_overlap
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
