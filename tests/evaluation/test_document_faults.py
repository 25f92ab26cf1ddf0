"""What is wrong in the document of an assessment is said with its place, in words a clerk understands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from evaluation.document import assess_document
from evaluation.editions.shipped import scheme_named
from foundation.errors import Conflict, InvalidInput


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"policies": {"missing": "guess"}}, "“policies.missing”的值不对：只能是 renormalise、zero、block"),
        ({"occasion": {"period_from": "yesterday"}}, "“occasion.period_from”的值不对：要是日期，如 2025-03-01"),
        ({"ratings": [{"indicator": "A1.1", "votes": {"x": 1.5}}]}, "“ratings[0].votes.x”的值不对：要是整数"),
        ({"ratings": [{"indicator": "A1.1", "vlaue": "1"}]}, "不认识的键“ratings[0].vlaue”"),
        ({"ratings": [{"indicator": "A1.1"}, {"value": "1"}]}, "缺少“ratings[1].indicator”"),
        ({"ratings": [{"indicator": "A" * 65}]}, "“ratings[0].indicator”的值不对：最多这么多个字： 64"),
        ({"ratings": [{"indicator": "A1.1", "value": True}]}, "“ratings[0].value”的值不对：要是文字"),
        ({"ratings": [{"indicator": "A1.3", "votes": {"x": True}}]}, "“ratings[0].votes.x”的值不对：要是整数"),
        ({"policies": {"small_sample": True}}, "“policies.small_sample”的值不对：要是整数"),
    ],
)
def test_a_faulty_value_is_explained(document: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        assess_document({"ratings": [], **document}, scheme_named())
    assert refusal.value.code == "document_value"
    assert refusal.value.text() == said
    assert str(refusal.value.facts["field"]) in said
    assert not re.search("[\u4e00-\u9fff]", refusal.value.text("en"))


def test_a_number_too_long_to_mean_anything_is_not_assessed() -> None:
    found = assess_document({"ratings": [{"indicator": "A1.1", "value": 10**30}]}, scheme_named())
    assert str(next(one.reason for one in found.results.missing if one.id == "A1.1")) == "不是十进制数"


def test_what_is_wrong_in_the_weights_of_a_level_names_the_level() -> None:
    input_ = {"order": ["A", "B", "C", "D"], "ratios": [1, 2, 0]}
    with pytest.raises(InvalidInput) as refusal:
        assess_document({"ratings": [], "weights": {"T": {"method": "dare", "input": input_}}}, scheme_named())
    assert (refusal.value.code, refusal.value.facts["field"]) == ("dare_ratio", "weights.T.input.ratios[2]")


@pytest.mark.parametrize(
    ("occasion", "code"),
    [
        ({"subject": "a", "evaluator": "a", "evaluator_kind": "third"}, "evaluator_not_independent"),
        ({"subject": "a", "evaluator": "a"}, "evaluator_not_independent"),
        ({"subject": "a", "evaluator": "h", "host": "h", "evaluator_kind": "third"}, "evaluator_not_independent"),
        ({"subject": "a", "evaluator": "b", "evaluator_kind": "self"}, "self_evaluation_by_other"),
        ({"subject": "a", "evaluator": "a", "evaluator_kind": "self"}, None),
        ({"subject": "a", "evaluator": "h", "host": "h", "evaluator_kind": "second"}, None),
        ({"evaluator_kind": "third"}, None),
    ],
)
def test_nobody_evaluates_himself_without_saying_so(occasion: dict[str, str], code: str | None) -> None:
    """S1-10; 5.2.3: the same for one file as for a stored assessment."""
    document = {"ratings": [], "occasion": occasion}
    if code is None:
        assert assess_document(document, scheme_named()).content.occasion.subject == occasion.get("subject", "")
        return
    with pytest.raises(Conflict) as refusal:
        assess_document(document, scheme_named())
    assert refusal.value.code == code
