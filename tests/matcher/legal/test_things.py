"""A row is for a thing that the demand names, or it is for another that is only like it."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.legal_gate.__main__ import shipped
from kb.passages import Passage
from kb.trade.asked import Asked
from kb.trade.kinds import Kinds
from kb.trade.lexicon import Lexicon, concepts_of
from kb.trade.understanding import Known
from matcher.legal.kin import NO_KIN, Kin
from matcher.legal.subjects import product_kinship
from matcher.legal.things import is_called, is_for_thing
from matcher.signs import Row, Signs, Subject, signs_of
from tests.matcher.passages import row
from tests.shipped import knowledge as written_knowledge


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(concepts_of(written_knowledge().fields))


def speaking_of(lexicon: Lexicon, *names: str) -> Kin:
    return Kin(lexicon, names, Kinds(written_knowledge().kinds))


@pytest.mark.parametrize(
    ("product", "spoken"),
    [
        ("电子天平、砝码", "天平与砝码"),
        ("数字指示秤、电子汽车衡（地磅）", "电子秤与衡器"),
        ("紧固件", "六角螺栓"),
        ("塑料家具", "塑料家具"),
    ],
)
def test_a_row_is_for_a_thing_by_another_name_and_by_its_class(lexicon: Lexicon, product: str, spoken: str) -> None:
    assert is_for_thing(row("r", product, "示值误差", ""), speaking_of(lexicon, spoken))


@pytest.mark.parametrize("product", ["弹性元件式一般压力表", "压力变送器", "热电偶", ""])
def test_what_is_only_of_the_same_trade_is_another_thing(lexicon: Lexicon, product: str) -> None:
    assert not is_for_thing(row("r", product, "示值误差", ""), speaking_of(lexicon, "天平与砝码"))


def test_an_expert_is_for_a_thing_that_his_directions_name(lexicon: Lexicon) -> None:
    of_scales = Passage(
        id="e", kind="expert", provider_id="e", fields={"field": "质量计量", "directions": "地磅防作弊"}
    )
    assert is_for_thing(of_scales, speaking_of(lexicon, "电子秤与衡器"))
    assert not is_for_thing(of_scales, speaking_of(lexicon, "水表"))


def test_where_nothing_is_named_or_known_no_row_is_for_it() -> None:
    assert not is_for_thing(row("r", "电子天平", "示值误差", ""), shipped())
    assert not is_for_thing(row("r", "电子天平", "示值误差", ""), NO_KIN)


def test_a_demand_calls_a_row_by_the_end_of_its_name_that_says_something() -> None:
    gauge = row("r", "弹性元件式一般压力表", "示值误差", "")
    assert is_called("锅炉上两块压力表要校", gauge)
    assert not is_called("两台天平要校", gauge)
    assert not is_called("几台仪器要校", row("r", "通用测量仪器", "示值误差", ""))


def test_the_signs_tell_a_thing_that_no_row_is_for_from_one_that_a_row_holds() -> None:
    named = Subject(0, 0, Known(), has_thing=True)
    assert told(named, Row(0, 0, 0, True, False)) == (0, 1000, 0)
    assert told(named, Row(0, 0, 0, True, False), Row(0, 0, 0, True, False, is_for_thing=True)) == (1000, 0, 0)
    assert told(Subject(0, 0, Known()), Row(0, 0, 0, True, False)) == (0, 0, 0), "nothing is named"


def test_an_instrument_to_be_calibrated_that_no_row_names_is_told() -> None:
    to_calibrate = Subject(0, 0, Known(), asked=Asked(is_measuring=True))
    assert told(to_calibrate, Row(0, 0, 0, True, False))[2] == 1000
    assert told(to_calibrate, Row(0, 0, 0, True, False, is_called=True))[2] == 0
    assert told(to_calibrate, Row(0, 0, 0, True, False, is_for_thing=True))[2] == 0
    assert told(Subject(0, 0, Known()), Row(0, 0, 0, True, False))[2] == 0, "nothing is to be calibrated"


def told(subject: Subject, *rows: Row) -> tuple[int, int, int]:
    signs = signs_of((), np.zeros((0, len(rows)), np.float32), np.zeros(len(rows), np.int64), rows, 20, subject)
    assert isinstance(signs, Signs)
    return signs.thing_held, signs.thing_away, signs.measure_away


@pytest.mark.parametrize(
    ("row_for", "asked", "expected"),
    [
        ("热电偶", "温度传感器", "narrower"),
        ("温度传感器", "热电偶", "class"),
        ("天平", "天平与砝码", "narrower"),
        ("温度变送器", "温度传感器", "unclear"),
        ("烘箱", "环境试验设备", "unclear"),
    ],
)
def test_a_general_instrument_is_a_class_and_what_is_doubtful_is_none_of_it(
    lexicon: Lexicon, row_for: str, asked: str, expected: str
) -> None:
    assert product_kinship(row_for, asked, speaking_of(lexicon)) == expected


def test_a_scope_for_a_transmitter_or_an_oven_is_not_held_by_the_class_beside_it(lexicon: Lexicon) -> None:
    kin = speaking_of(lexicon)
    assert product_kinship("温度传感器", "温度变送器", kin) == "unclear"
    assert product_kinship("加油机与容量器具", "加气机", kin) == "unclear"
