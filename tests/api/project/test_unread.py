"""What cannot be read in a step is told in plain words, with its field: no English of a library."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.projects.step_forms import read_facts
from api.wiring import House
from foundation.errors import InvalidInput
from tests.api.commands import docking
from tests.engagement.cases import CRITERIA, OFFER, TEAM
from tests.journeys.services import opened

TERMS = OFFER.model_dump(mode="json", exclude_none=True)
FIRST = CRITERIA[0].model_dump(mode="json", exclude_none=True)
PERSON = TEAM.lead.model_dump(mode="json", exclude_none=True)
WRONG: list[tuple[str, dict[str, object], str]] = [
    ("make_offer", {"offer": TERMS | {"finish_by": "明年"}}, "“offer.finish_by”没有填对：请写成日期，如 2026-05-30"),
    ("make_offer", {"offer": TERMS | {"finish_by": "2031-02-30"}}, "“offer.finish_by”没有填对：请写成日期"),
    ("make_offer", {"offer": TERMS | {"price": "一万"}}, "“offer.price”没有填对：请只写数字"),
    ("make_offer", {"offer": TERMS | {"price": 5}}, "“offer.price”没有填对：请写成带引号的文字"),
    ("make_offer", {"offer": TERMS | {"price": "-5"}}, "“offer”没有填对：价格不能是负数"),
    (
        "make_offer",
        {"offer": TERMS | {"level": "保密"}},
        "“offer.level”没有填对：请从这些里选：public、internal、secret",
    ),
    ("make_offer", {"offer": TERMS | {"deliverables": "报告"}}, "“offer.deliverables”没有填对：这里可以有几个"),
    ("make_offer", {"offer": TERMS | {"criteria": [FIRST, FIRST]}}, "“offer”没有填对：两个验收指标的编号相同"),
    ("make_offer", {"offer": TERMS | {"rework_limit": "两次"}}, "“offer.rework_limit”没有填对：请写整数"),
    ("make_offer", {"offer": TERMS | {"rework_limit": 1000}}, "“offer.rework_limit”没有填对：最大是 100"),
    ("make_offer", {"offer": "便宜"}, "“offer”没有填对：这里有几项"),
    ("start", {"contacts": {"enterprise": "", "centre": "顾"}}, "“contacts.enterprise”没有填对：不能空着"),
    ("start", {"contacts": {"enterprise": "王"}}, "“contacts.centre”还没有填"),
    ("start", {"colour": "red"}, "“colour”没有填对：这一步没有这一项"),
    ("say", {"message": {"side": "host", "text": "字" * 5_000}}, "“message.text”没有填对：字数最多 4000"),
    ("suspend", {"is_agreed_by_both": "maybe", "reason": "x"}, "“is_agreed_by_both”没有填对：请写 true 或 false"),
    ("hand_in", {"deliverable": {"name": "报告", "sha256": "abc"}}, "“deliverable.sha256”没有填对：写法不对"),
    ("assign_team", {"team": {"lead": PERSON, "staff": [PERSON]}}, "“team”没有填对：同一个人在项目组里写了两次"),
]


@pytest.mark.parametrize(("event", "given", "told"), WRONG)
def test_a_fact_that_cannot_be_read_names_its_field_and_what_is_expected(
    event: str, given: dict[str, object], told: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_facts(event, given)
    said, english = refused.value.text(), refused.value.text("en")
    assert said.startswith(told)
    assert "Input should" not in said + english
    assert not re.search(r"[一-鿿]", english.replace(str(refused.value.facts["field"]), "").replace("保密", "")), (
        english
    )


def test_a_file_of_facts_that_is_not_there_broken_or_no_object_is_told_apart(house: House, tmp_path: Path) -> None:
    one, file = opened(house), tmp_path / "方案.json"
    command = ("engagement", "do", one.id, "start", "--facts", file, "--version", 1)

    def refused() -> str:
        return docking(tmp_path / "data", *command, check=False).stderr

    assert "打不开这个文件" in refused()
    file.write_text('{"contacts": {"enterprise": "王",\n "centre" "顾"}}')
    assert "第 2 行第 11 个字起不是 JSON" in refused()
    file.write_bytes(b"\xff\xfe")
    assert "不是 UTF-8 的文字" in refused()
    file.write_text(json.dumps([1]))
    assert "要写成一个对象" in refused()
    unknown = docking(tmp_path / "data", "engagement", "show", one.id, "--as", "boss:王", check=False).stderr
    assert "角色是 coordinator、enterprise、centre、host、reviewer 之一" in unknown
