"""A model may help; it may not invent (B1), and nothing hangs on it (B2)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.language_model import ModelAnswer, NoModel, Prompt, Schema, Status
from foundation.secrecy import Level
from intake.reading.merge import merge
from intake.reading.model import MODEL_FIELDS, MergedReader, ModelReader, grounded
from intake.reading.port import hear
from intake.reading.rules import RulesReader

TEXT = "我们是恒瑞达塑业有限公司，壳子用了半年发脆，电话13800001111，想弄明白怎么回事"


class ScriptedModel:
    """Says what it was told to say, and remembers what it was asked."""

    name = "scripted"

    def __init__(self, data: dict[str, Any] | None, status: Status = "ok", on_premises: bool = True) -> None:
        self.on_premises = on_premises
        self.history: list[Prompt] = []
        self._answer = ModelAnswer(status=status, data=data)

    def complete_json(self, prompt: Prompt, schema: Schema) -> ModelAnswer:
        self.history.append(prompt)
        return self._answer


def test_a_value_with_its_words_is_read() -> None:
    (found,) = ModelReader(ScriptedModel({"product": [{"value": "壳子", "quote": "壳子用了半年"}]})).read(TEXT)
    assert (found.field, found.value, found.rule) == ("product", "壳子", "model")
    assert TEXT[found.evidence[0].start : found.evidence[0].end] == "壳子用了半年"


@pytest.mark.parametrize(
    "lie",
    [
        {"budget": [{"value": "50万元", "quote": "预算50万元"}]},
        {"budget": [{"value": "50万元", "quote": "壳子用了半年"}]},
        {"product": "汽车保险杠"},
        {"service_category": [{"value": "上门服务", "quote": "怎么回事"}]},
        {"problem_type": [{"value": "天灾", "quote": "发脆"}]},
        {"standards": ["GB/T 1843-2008", 7, None, {"value": "GB 1"}]},
        {"region": {"value": "江苏", "quote": ""}},
        {"made_up_field": "x"},
        {"title": [{"value": "x" * 500, "quote": "壳子"}]},
        {"product": 5, "parameters": {"value": ["a"]}},
    ],
)
def test_a_lying_model_gets_nothing_through(lie: dict[str, Any]) -> None:
    assert ModelReader(ScriptedModel(lie)).read(TEXT) == ()


@given(
    st.recursive(
        st.none() | st.text(max_size=20) | st.integers(),
        lambda x: (
            st.lists(x) | st.dictionaries(st.sampled_from(["product", "budget", "value", "quote", "parameters"]), x)
        ),
        max_leaves=12,
    )
)
def test_no_answer_at_all_can_break_the_reading(answer: Any) -> None:
    for found in grounded(answer, TEXT):
        (evidence,) = found.evidence
        assert TEXT[evidence.start : evidence.end] == evidence.quote


def test_names_and_telephones_are_not_sent_and_come_back_as_they_were() -> None:
    model = ScriptedModel({"product": [{"value": "壳子", "quote": "壳子"}]})
    ModelReader(model).read(TEXT)
    (prompt,) = model.history
    assert "恒瑞达" not in prompt.material
    assert "13800001111" not in prompt.material
    assert "壳子用了半年发脆" in prompt.material


@pytest.mark.parametrize(
    ("level", "consent", "asked"),
    [("internal", False, 0), ("internal", True, 1), ("secret", True, 0), ("public", False, 1)],
)
def test_an_outside_model_is_asked_only_where_the_level_allows(level: Level, consent: bool, asked: int) -> None:
    model = ScriptedModel({"product": "壳子"}, on_premises=False)
    ModelReader(model, level, consent).read(TEXT)
    assert len(model.history) == asked


@pytest.mark.parametrize("status", ["no_model", "timeout", "refused", "bad_answer", "breaker_open"])
def test_without_an_answer_the_rules_stand_alone(status: Status) -> None:
    rules = RulesReader()
    silent = ModelReader(ScriptedModel(None, status))
    assert MergedReader(rules, silent).read(TEXT) == rules.read(TEXT)
    assert MergedReader(rules, ModelReader(NoModel())).read(TEXT) == rules.read(TEXT)


def test_what_rules_read_stands_and_the_model_fills_what_they_left_open() -> None:
    text = "壳子发脆，做完要看雾影指数"
    rules = RulesReader().read(text)
    theirs = {
        "budget": [{"value": "50万", "quote": "50万"}],
        "product": [{"value": "完要看", "quote": "做完要看雾影指数"}],
        "parameters": [{"value": "雾影指数", "quote": "看雾影指数"}],
    }
    merged = merge(rules, grounded(theirs, text))
    assert [found for found in merged if found.rule != "model"] == list(rules)
    assert {found.field for found in merged if found.rule == "model"} <= {"parameters"}


def test_a_model_is_asked_only_for_what_is_open_and_not_when_nothing_is() -> None:
    model = ScriptedModel({})
    MergedReader(RulesReader(), ModelReader(model)).read(TEXT)
    (prompt,) = model.history
    assert "壳子" in prompt.material
    everything = frozenset(MODEL_FIELDS)
    assert ModelReader(model, known=everything).hear(TEXT).model == "not_needed"
    assert ModelReader(model).hear("张经理 13800001111", "contact").model == "not_needed"
    assert len(model.history) == 1


def test_what_a_model_reads_otherwise_is_a_proposal_and_moves_nothing() -> None:
    text = "空调上的塑料壳子一敲就裂，想找原因，别的批次没事"
    (product,) = (found.value for found in RulesReader().read(text) if found.field == "product")
    (other,) = {"空调", "塑料壳子"} - {product}
    told = {
        "product": [{"value": other, "quote": "空调上的塑料壳子"}],
        "service_category": [{"value": "技术研发", "quote": "想找原因"}],
        "industry": [{"value": "没有这一行", "quote": "空调"}],
        "parameters": [{"value": "硬度", "quote": "硬度"}],
    }
    heard = MergedReader(RulesReader(), ModelReader(ScriptedModel(told))).hear(text)
    assert heard.readings == RulesReader().read(text)
    assert {(found.field, found.value) for found in heard.proposals} == {
        ("product", other),
        ("service_category", "技术研发"),
    }


def test_words_that_ask_for_secrecy_are_not_sent_themselves() -> None:
    model = ScriptedModel({}, on_premises=False)
    heard = MergedReader(RulesReader(), ModelReader(model, consent=True)).hear("壳子发脆，配方请保密")
    assert (heard.model, model.history) == ("level", [])


def test_every_value_says_who_read_it() -> None:
    failed = MergedReader(RulesReader(), ModelReader(ScriptedModel(None, "timeout"))).hear(TEXT)
    assert {failed.path(found) for found in failed.readings} == {"rules_after_model_fault: timeout"}
    alone = hear(RulesReader(), TEXT)
    assert {alone.path(found) for found in alone.readings} == {"rules"}
