"""Two names of one parameter are one parameter to the law; a word that only leads to it is not."""

from __future__ import annotations

from copy import deepcopy

import pytest

from benchmarks.legal_gate.__main__ import shipped
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.understanding import understand
from matcher.legal.kin import Kin
from matcher.legal.names import core
from matcher.legal.subjects import look_at_parameter, parameter_kinship
from tests.kb.trade.examples import BOLTS, knowledge
from tests.shipped import knowledge as written_knowledge


@pytest.fixture(scope="module")
def trade() -> Trade:
    """A shop that calls the test for embrittlement by three letters, and asks whether a bolt will break overnight."""
    bolts = deepcopy(BOLTS)
    bolts["tests"]["氢脆试验"] |= {"same": ["HET", "氢致脆化试验"], "also": ["隔夜断不断"]}
    return from_bytes(to_bytes(compile_trade(knowledge(bolts))))


@pytest.mark.parametrize("asked", ["HET", "het 试验", "氢致脆化", "氢脆", "hydrogen embrittlement test"])
def test_a_row_for_a_parameter_holds_for_its_other_names(trade: Trade, asked: str) -> None:
    assert look_at_parameter("氢脆试验", (asked,), Kin(trade.lexicon)) == (asked, ())
    assert look_at_parameter(asked, ("氢脆试验",), Kin(trade.lexicon)) == ("氢脆试验", ())


@pytest.mark.parametrize("asked", ["隔夜断不断", "断口分析"])
def test_and_not_for_what_only_leads_to_it(trade: Trade, asked: str) -> None:
    named, findings = look_at_parameter("氢脆试验", (asked,), Kin(trade.lexicon))
    assert [one.state for one in findings] == ["to_check" if named else "other_parameter"]


def test_all_of_them_are_understood(trade: Trade) -> None:
    for text in ("螺丝要做 HET", "螺丝做氢致脆化试验", "看螺丝隔夜断不断"):
        assert "氢脆试验" in understand(text, trade).tests


@pytest.mark.parametrize(
    ("row", "asked"),
    [("化学需氧量", "COD"), ("熔体质量流动速率", "熔指"), ("静电放电抗扰度", "ESD"), ("保证载荷", "保证荷载")],
)
def test_the_shipped_knowledge_knows_the_common_ones(row: str, asked: str) -> None:
    assert parameter_kinship(core(row), core(asked.lower()), shipped()) == "same"


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("洛氏硬度", "HRC"), ("总铬", "六价铬"), ("断后伸长率", "断裂伸长率"), ("划格试验", "拉开法附着力"),
        ("抗拉强度", "屈服强度"), ("中性盐雾", "铜加速盐雾"), ("氨氮", "总氮"), ("绝缘电阻", "接地电阻"),
    ],
)  # fmt: skip
def test_and_keeps_apart_what_is_apart(row: str, asked: str) -> None:
    assert parameter_kinship(core(row), core(asked.lower()), shipped()) != "same"


def test_no_name_is_shared_by_two_parameters_of_one_trade() -> None:
    for field in written_knowledge().fields:
        owners: dict[str, str] = {}
        for zh, test in field.tests.items():
            for name in (zh, *test.same):
                assert owners.setdefault(name, zh) == zh, (field.field, name)
