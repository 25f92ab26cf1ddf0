"""Checklists give no points: every line passes, warns, fails or is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.editions.checklist import Answer, check_off
from evaluation.editions.shipped import shipped_checklists
from foundation.errors import InvalidInput

JIANGSU = shipped_checklists()["JIANGSU-4@1.0.0"]
JIANGXI = shipped_checklists()["JIANGXI-YEARLY@1.0.0"]


def outcome(item: str, **given: Any) -> str:
    """The answer of one line of Jiangsu clause 4."""
    checked = check_off(JIANGSU, "ctr_1", [Answer(item=item, **given)])
    return next(line.outcome for line, known in zip(checked.lines, JIANGSU.items, strict=True) if known.id == item)


@pytest.mark.parametrize(
    ("item", "given", "expected"),
    [
        ("J1.1", {"holds": True}, "pass"), ("J1.1", {"holds": False}, "fail"), ("J1.1", {}, "unknown"),
        ("J1.2", {"part": 7, "whole": 7}, "pass"), ("J1.2", {"part": 6, "whole": 7}, "fail"),
        ("J1.2", {"part": 0, "whole": 0}, "unknown"),
        ("J2.4", {"part": 40, "whole": 100}, "pass"), ("J2.4", {"part": 39, "whole": 100}, "fail"),
        ("J2.5", {"part": 1, "whole": 5}, "pass"), ("J2.5", {"part": 1, "whole": 6}, "fail"),
        ("J3.3", {"part": "99.99", "whole": "1000"}, "warn"), ("J3.3", {"part": "100", "whole": "1000"}, "pass"),
        ("J3.3", {"part": "100"}, "unknown"),
        ("J2.1", {"parts": {"硕士或副高以上": True, "五年以上质检经历": False}}, "warn"),
        ("J2.1", {"parts": {"硕士或副高以上": True, "五年以上质检经历": True}}, "unknown"),
    ],
)  # fmt: skip
def test_each_line_answers_by_its_strength(item: str, given: dict[str, Any], expected: str) -> None:
    assert outcome(item, **given) == expected


def test_nothing_answered_is_unknown_throughout() -> None:
    checked = check_off(JIANGXI, "ctr_1", [])
    assert {line.outcome for line in checked.lines} == {"unknown"}
    assert checked.outcome == "unknown"


def test_jiangxi_has_six_conditions_and_four_points_once_a_year() -> None:
    assert [len(section.items) for section in JIANGXI.sections] == [6, 4]
    assert JIANGXI.cycle is not None
    assert JIANGXI.cycle.years == 1


def test_one_failing_line_decides() -> None:
    answers = [Answer(item=item.id, holds=item.id != "X1.1") for item in JIANGXI.items]
    assert check_off(JIANGXI, "ctr_1", answers).outcome == "fail"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([Answer(item="J9")], "check_item_unknown"),
        ([Answer(item="J1.1"), Answer(item="J1.1")], "check_item_doubled"),
        ([Answer(item="J2.4", part=5, whole=4)], "check_above_whole"),
        ([Answer(item="J2.4", part=-5, whole=4)], "ratio_negative"),
        ([Answer(item="J2.1", parts={"高个子": True})], "check_part_unknown"),
    ],
)
def test_answers_that_cannot_be_are_refused(answers: list[Answer], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_off(JIANGSU, "ctr_1", answers)
    assert refusal.value.code == code
