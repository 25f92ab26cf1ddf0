"""Several demands in one message are kept apart; the points of one demand stay together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.splitting import split


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("冲压件开裂，想找原因。另外还想申请专精特新。", 2),
        ("第一件事，冲压件起皱；第二件事，想招一个热处理工程师。", 2),
        ("需求一：开发防腐涂料。需求二：制定涂料企业标准。", 2),
        ("地板翘曲要分析。还有一个问题，胶水气味大要检测。对了，想问一下高企怎么申报。", 3),
        ("我们有两个方面想请教：1、冲压件开裂想找原因；2、电镀件生锈需要检测报告。", 2),
        ("主要研究内容包括：1、开发涂层；2、研究机理；3、解决开裂问题。", 1),
        ("壳子裂了，另外颜色也不对。", 1),
        ("技术指标：1. 拉伸强度≥20MPa；2. 寿命不少于5年。", 1),
        ("", 0),
    ],
)
def test_matters_are_counted_as_a_person_would(text: str, count: int) -> None:
    assert len(parts(text)) == count


def test_each_part_keeps_its_own_words() -> None:
    assert parts("冲压件开裂，想找原因。另外还想申请专精特新。") == ["冲压件开裂，想找原因。", "另外还想申请专精特新。"]


@given(st.text(max_size=200))
def test_parts_never_overlap_and_lie_in_the_text(text: str) -> None:
    last = 0
    for start, end in split(text):
        assert last <= start < end <= len(text)
        last = end
