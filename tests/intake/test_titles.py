"""A demand that came without a title is called by what a coordinator looks for in a queue."""

from __future__ import annotations

import pytest

from intake.correcting import retitled
from intake.demand import Draft, Reading
from intake.reading.record import read_draft
from intake.reading.titles import put_together


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("空调塑料外壳一敲就裂，想知道原因", "空调塑料外壳一敲就裂"),
        ("测ABS外壳的悬臂梁冲击强度，要CMA报告", "ABS外壳悬臂梁冲击强度"),
        ("送检一批电缆，测绝缘电阻和热延伸", "电缆绝缘电阻、热延伸"),
        ("花生要测黄曲霉毒素、铅、镉", "花生黄曲霉毒素、铅等"),
        ("We need the tensile strength of copper wire tested", "copper wire tensile strength"),
    ],
)
def test_it_says_the_product_and_what_ails_it_or_what_is_to_be_tested(text: str, title: str) -> None:
    assert read_draft(None, text).value("title") == title


def test_each_part_of_it_is_quoted() -> None:
    draft = read_draft(None, "送检一批电缆，测绝缘电阻和热延伸")
    (title,) = (one for one in draft.readings if one.field == "title")
    assert [one.quote for one in title.evidence] == ["电缆", "绝缘电阻", "热延伸"]


def test_it_follows_what_is_corrected_and_is_gone_without_a_product() -> None:
    draft = read_draft(None, "测ABS外壳的悬臂梁冲击强度")
    kept = tuple(one for one in draft.readings if one.field != "parameters")
    assert retitled(Draft(utterances=draft.utterances, readings=kept), "parameters").value("title") == "ABS外壳"
    bare = tuple(one for one in kept if one.field != "product")
    assert retitled(Draft(utterances=draft.utterances, readings=bare), "product").value("title") is None


def test_a_test_that_the_product_is_called_after_is_not_said_twice() -> None:
    known = [
        Reading(field=field, value=value, origin="confirmed", rule="typed", evidence=())
        for field, value in (("product", "硬度计"), ("parameters", "硬度"))
    ]
    built = put_together(known)  # type: ignore[arg-type]
    assert built is not None
    assert built.value == "硬度计"
