"""What is wrong in the document of an assessment is said with its place, in words a clerk understands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from evaluation.document import assess_document
from evaluation.editions.shipped import scheme_named
from foundation.errors import InvalidInput


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
