"""Certificates and reports: mark, scope, issuer, date (S4-20)."""

from __future__ import annotations

from datetime import date

import pytest

from engagement.facts.deliverables import Deliverable, issue_faults, missing

DAY = date(2025, 3, 10)
SOUND = Deliverable(
    name="校准证书",
    kind="校准证书",
    number="C-1",
    issuer="签发人",
    issued_on=DAY,
    has_mark_on_cover=True,
    is_inside_scope=True,
)


@pytest.mark.parametrize("kind", ["检定证书", "校准证书", "测试报告"])
def test_each_of_the_three_kinds_is_issuable_when_complete(kind: str) -> None:
    assert issue_faults(SOUND.model_copy(update={"kind": kind}), DAY) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"has_mark_on_cover": False},
        {"has_mark_on_cover": None},
        {"is_inside_scope": None},
        {"issuer": None},
        {"number": ""},
        {"issued_on": None},
        {"issued_on": date(2025, 3, 11)},
    ],
    ids=str,
)
def test_each_gap_is_one_fault_that_names_the_document(change: dict[str, object]) -> None:
    (fault,) = issue_faults(SOUND.model_copy(update=change), DAY)
    assert "校准证书" in fault.text()


def test_other_results_are_free() -> None:
    assert issue_faults(Deliverable(name="培训课件"), DAY) == ()


def test_what_is_missing_comes_in_the_order_of_the_agreement() -> None:
    assert missing(("甲", "乙", "丙"), (Deliverable(name=" 乙 "),)) == ("甲", "丙")
