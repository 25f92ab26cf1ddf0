"""Budget, deadline, region and standards in messages of five kinds of writers, Chinese and English.

``missed`` of a message names the fields that are still read wrongly; when one is mended, it must be taken out there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.bench.intake import GoldDemand, measure_reading
from intake.reading.record import read_demand

MESSAGES = Path(__file__).resolve().parent.parent / "golden" / "intake" / "facts.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]
FACTS = ("budget", "deadline", "region", "standards")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_facts_of_a_message_are_read_as_a_careful_person_would(row: dict[str, Any]) -> None:
    gold = GoldDemand.model_validate({key: value for key, value in row.items() if key != "missed"})
    report = measure_reading([gold])
    assert {figures.field for figures in report.fields if figures.field in FACTS and figures.wrong} == set(
        row["missed"]
    )
    assert report.ungrounded == ()


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("总共批了四万五", "4.5万元"),
        ("预算控制价人民币壹万贰仟元整", "1.2万元"),
        ("合作费三到五十万都可以谈", "3-50万元"),
        ("想花个十来万找人改一改", "10万元"),
        ("USD 8000封顶", "8000美元"),
        ("预算大几千块", None),
        ("每批不超过600元", None),
        ("一年电费七八十万", None),
        ("已交费9800元", None),
        ("Budget is around RMB 12,000", "RMB 12,000"),
        ("We can spend no more than USD 2,500.", "USD 2,500"),
        ("Last year our turnover was 12 million USD.", None),
        ("Unit price under USD 300 each please.", None),
    ],
)
def test_a_sum_is_the_budget_only_when_it_is_to_be_spent_here(text: str, budget: str | None) -> None:
    assert read_demand("x", "", text)["budget"] == budget


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("三两天能出来吗", "2-3天"),
        ("两个半月之内搞定", "2个半月之内"),
        ("明年五一以前出样机", "明年五一以前"),
        ("今年9月采摘季前装好", "今年9月采摘季前"),
        ("投标截止在下月15号，报告须在此之前拿到", "下月15号"),
        ("一年要换两次", None),
        ("付款方式月结30天", None),
        ("Can you do it within three weeks?", "within three weeks"),
        ("We need the reports by the end of May.", "by the end of May"),
        ("We have been in business for 20 years. Please help asap.", None),
    ],
)
def test_a_time_is_the_deadline_only_when_something_is_wanted_by_then(text: str, deadline: str | None) -> None:
    assert read_demand("x", "", text)["deadline"] == deadline


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("福建晋江做鞋的，鞋底黄变", "福建晋江"),
        ("地址：江苏省常州市武进区。", "江苏省常州市武进区"),
        ("楼在重庆，要做相容性试验", None),
        ("We are in Suzhou and make connectors.", "Suzhou"),
        ("We are a toy manufacturer based in Shantou, Guangdong.", "Shantou, Guangdong"),
        ("Our customer in Shanghai complained.", None),
    ],
)
def test_a_place_is_the_region_only_when_it_is_the_writers(text: str, region: str | None) -> None:
    assert read_demand("x", "", text)["region"] == region


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("按国标16776来，再做GBT 228.1", ["国标16776", "GB/T 228.1"]),
        ("EN 71-1/2/3, such as ISO 105-B02", ["EN 71-1", "EN 71-2", "EN 71-3", "ISO 105-B02"]),
        ("GB19083的证我们已经有了，按GB2626做", ["GB 2626"]),
        ("The product complies with IEC 62133 already. We need UN 38.3.", ["UN 38.3"]),
    ],
)
def test_standards_are_those_that_are_still_to_be_met(text: str, numbers: list[str]) -> None:
    assert sorted(read_demand("x", "", text)["standards"]) == sorted(numbers)
