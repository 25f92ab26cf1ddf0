"""A model with perfect manners and no truth in it: not one value gets through that the words do not carry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import SecretStr

from foundation.clock import SetClock
from foundation.language_model import OpenAICompatibleModel
from intake.fields import FIELDS, SERVICE_CATEGORIES, ProblemType
from intake.grounding import ground
from intake.lexicon import data
from intake.reading.model import ModelReader, grounded
from intake.reading.problems import weigh_problems
from intake.reading.rules import RulesReader
from intake.reading.services import weigh_services
from intake.reading.statement import state
from tests.stand_ins import OpenAIServer

TEXTS = (
    "壳子用了50小时就发脆，想弄明白怎么回事",
    "童装做出口，甲醛那一项客户盯得紧，2025年3月交过一批",
    "螺栓断口在第一扣，换过3家供应商，力学性能满足GB/T 3098.1-2010，不用测硬度",
    "锅炉给水泵漏水，去年换过机封，一年漏了4回",
    "我们想给充电桩的算法写个规矩，大家照着做",
)
INVENTED: dict[str, tuple[str, ...]] = {
    "title": ("汽车保险杠失效分析", "五星难题"),
    "product": ("汽车保险杠", "PA-757", "锂离子电池隔膜"),
    "parameters": ("冲击强度", "氧指数", "盐雾试验 480 h", "拉伸强度≥80MPa"),
    "standards": ("GB/T 1843-2008", "ISO 179-1:2023", "GB/T 3098.1-2020"),
    "budget": ("50万元", "50", "3000元", "面议"),
    "deadline": ("2025-06-30", "2个月内", "50小时", "3月前"),
    "region": ("江苏", "上海浦东", "全国"),
    "confidentiality": ("可公开", "保密"),
}
"""Values of each free kind that no text says, though some share figures with one."""


def closed(field: str) -> tuple[str, ...]:
    """Every value of a closed list."""
    lists = {
        "service_category": SERVICE_CATEGORIES,
        "problem_type": get_args(ProblemType),
        "industry": tuple(data("industries"))[:12],
    }
    return lists[field]


def quotes(text: str, value: str) -> tuple[str, ...]:
    """Words a liar may quote: invented ones, the value itself, a true piece, the whole text."""
    return value, f"我们要{value}", text[3:9], text[-6:], text


def spoken_for(text: str) -> set[tuple[str, str]]:
    """The kinds for which a sign in the text speaks, if only weakly: another may be likelier, but they are no lies."""
    statement = state(None, text)
    services = {("service_category", kind) for kind in weigh_services(statement).weights}
    return services | {("problem_type", kind) for kind in weigh_problems(statement).weights}


def lies() -> Iterator[tuple[str, str, str, str]]:
    """``(text, field, value, quote)``: none of the values is carried by the text."""
    for text in TEXTS:
        carried = {(found.field, found.value) for found in RulesReader().read(text)} | spoken_for(text)
        for field in FIELDS:
            for value in INVENTED.get(field) or closed(field):
                if (field, value) in carried:
                    continue
                for quote in quotes(text, value):
                    yield text, field, value, quote


LIES = list(lies())


def test_there_are_enough_lies() -> None:
    assert len(set(LIES)) >= 200
    assert {field for _, field, _, _ in LIES} == set(FIELDS)


def test_no_lie_gets_through() -> None:
    through = [
        (field, value, quote)
        for text, field, value, quote in LIES
        if grounded({field: [{"value": value, "quote": quote}]}, text)
    ]
    assert through == []


def test_no_lie_gets_through_the_real_protocol(clock: SetClock) -> None:
    by_text: dict[str, dict[str, list[dict[str, str]]]] = {}
    for text, field, value, quote in LIES:
        by_text.setdefault(text, {}).setdefault(field, []).append({"value": value, "quote": quote})
    with OpenAIServer() as server:
        model = OpenAICompatibleModel(server.url, "stand-in", clock, SecretStr("k"), 60.0, on_premises=True)
        for text, told in by_text.items():
            server.enqueue(json.dumps(told, ensure_ascii=False))
            heard = ModelReader(model).hear(text)
            assert (heard.model, heard.readings) == ("ok", ())
        model.close()


def test_the_truth_does_get_through() -> None:
    """The positive control."""
    truths: list[tuple[str, dict[str, Any], str, str]] = [
        (TEXTS[0], {"product": [{"value": "壳子", "quote": "壳子用了50小时"}]}, "product", "壳子"),
        (TEXTS[3], {"product": "给水泵"}, "product", "给水泵"),
        (TEXTS[0], {"problem_type": [{"value": "失效/缺陷", "quote": "就发脆"}]}, "problem_type", "失效/缺陷"),
        ("要看雾影指数", {"parameters": ["雾影指数"]}, "parameters", "雾影指数"),
    ]
    for text, told, field, value in truths:
        (found,) = grounded(told, text)
        assert (found.field, found.value) == (field, value)
        assert ground(text, found.evidence[0].quote) == found.evidence[0]


def test_what_the_person_denies_is_not_asked_for() -> None:
    assert grounded({"parameters": [{"value": "硬度", "quote": "测硬度"}]}, TEXTS[2]) == ()
