"""What a clerk might type: digits of other scripts, grouping, vanishing numbers, blank ids, arguments not used."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from evaluation.weights.by_name import METHODS, weigh
from foundation.errors import InvalidInput

TABLED = ["entropy", "pca", "multi_objective", "scatter_degree", "mean_square", "variation", "max_deviation"]


def refused(method: str, content: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        weigh(method, content)
    return refusal.value.code, str(refusal.value.facts["field"])


@pytest.mark.parametrize("method", TABLED)
@pytest.mark.parametrize(
    "text",
    ["３", "٣", "1_000", "1,000", "0x10", "1/3", "", " ", "1e-400", Decimal("1E-400"), "NaN", "infinity", "1e1000"],
)
def test_what_is_no_plain_decimal_is_no_datum(method: str, text: object) -> None:
    table = [["1", "2"], [text, "7"], ["2", "1"], ["5", "4"]]
    assert refused(method, {"ids": ["a", "b"], "table": table}) == ("table_not_a_number", "table[1].a")


@pytest.mark.parametrize("text", ["3", "3.0", " 3 ", "+3", "3e0", "0.3E+1", "3.", Decimal("3.00"), 3, 3.0])
def test_one_number_written_in_many_ways_is_one_datum(text: object) -> None:
    table = [["1", "2"], [text, "7"], ["2", "1"]]
    plain = weigh("entropy", {"ids": ["a", "b"], "table": [["1", "2"], ["3", "7"], ["2", "1"]]})
    assert weigh("entropy", {"ids": ["a", "b"], "table": table}) == plain


@pytest.mark.parametrize("zero", ["0", "0.000", "0e5", ".0", 0, 0.0, Decimal("0E-400")])
def test_nothing_is_nothing_however_it_is_written(zero: object) -> None:
    found = weigh("entropy", {"ids": ["a", "b"], "table": [["1", "2"], [zero, "7"], ["2", "1"]]})
    assert found == weigh("entropy", {"ids": ["a", "b"], "table": [["1", "2"], ["0", "7"], ["2", "1"]]})


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\t"])
def test_a_blank_is_no_id(blank: str) -> None:
    assert refused("equal", {"ids": ["a", blank]}) == ("weight_ids_text", "ids")


@pytest.mark.parametrize("rule", ["multiplicative", "geometric", "least_squares", "game"])
def test_a_share_is_refused_where_no_rule_uses_it(rule: str) -> None:
    both = {"subjective": {"a": "0.6", "b": "0.4"}, "objective": {"a": "0.3", "b": "0.7"}, "rule": rule}
    assert refused("combined", {**both, "share": "0.3"}) == ("combination_share_unused", "share")
    assert weigh("combined", {**both, "share": 0.5}) == weigh("combined", both)


@pytest.mark.parametrize("method", sorted(set(METHODS)))
def test_every_method_names_a_key_that_it_does_not_have(method: str) -> None:
    assert refused(method, {"colour": 3}) == ("input_key_unknown", "colour")
