"""Confidence is looked up in a rising table; below the threshold nobody is proposed and the gap is named."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from kb.trade.beyond import NOTHING_BEYOND, Matter, Near
from kb.trade.compiled import EMPTY_TRADE
from kb.trade.understanding import Known, understand
from matcher.doubt.confidence import Calibration, Scale, Step, Weight, confidence, shipped
from matcher.matchlist import MatchList
from matcher.outcome import Outcome
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.run import NEAREST, RunInput, complete
from matcher.signs import Row, Signs, Subject, signs_of, subject_of
from matcher.surroundings import Surroundings
from matcher.task_matches import TaskMatches
from matcher.understood import Beyond, Understood
from tests.shipped import trade_by_words

NOTHING = Signs.model_validate(dict.fromkeys(Signs.model_fields, 0))
SCALE = Scale(
    weights=(Weight(sign="trade_mean", points=10), Weight(sign="length", points=-1)),
    steps=(Step(at=0, thousandths=10), Step(at=1000, thousandths=110), Step(at=3000, thousandths=900)),
)
CALIBRATION = Calibration(version="t", prior=500, least=200, answer=SCALE, row=SCALE)


def signs(**values: int) -> Signs:
    return NOTHING.model_copy(update=values)


def outcome(
    calibration: Calibration | None, trade_mean: int, beyond: Beyond | None = None, **wanted: object
) -> Outcome:
    asked = Wanted.model_validate({"text": "桥梁拉索有异响", "planned_on": date(2026, 12, 1), **wanted})
    known = (
        Understood(kind="test", name="索力", weight=1000),
        Understood(kind="trade", name="construction", weight=1000),
    )
    whole = MatchList(
        index_identity="i", model_identity="m", policy_version="p", policy_digest="d", planned_on=asked.planned_on,
        hits=(), centres=(), experts=(), understood=known, signs=signs(trade_mean=trade_mean),
        beyond=beyond,
    )  # fmt: skip
    run = RunInput(
        wanted=asked, top=10, policy=DEFAULT_POLICY, surroundings=Surroundings(), index_identity="i",
        model_identity="m", calibration=calibration,
    )  # fmt: skip
    return complete(TaskMatches(whole=whole), run)


@pytest.mark.parametrize(
    ("trade_mean", "length", "expected"),
    [(0, 0, 10), (50, 0, 60), (100, 0, 110), (200, 0, 505), (210, 100, 505), (300, 0, 900), (1000, 0, 900), (0, 9, 10)],
)
def test_between_two_steps_confidence_is_in_between(trade_mean: int, length: int, expected: int) -> None:
    assert confidence(signs(trade_mean=trade_mean, length=length), SCALE) == expected


def test_a_line_with_a_bend_counts_from_the_bend_on() -> None:
    bent = SCALE.model_copy(update={"weights": (*SCALE.weights, Weight(sign="trade_mean", points=-10, above=100))})
    assert [confidence(signs(trade_mean=at), bent) for at in (50, 100, 300)] == [60, 110, 110]


def test_a_weight_without_a_bend_has_the_bytes_it_had() -> None:
    assert Weight(sign="length", points=1).model_dump_json() == '{"sign":"length","points":1}'


@pytest.mark.parametrize("steps", [(), ((0, 10), (0, 20)), ((0, 20), (10, 10)), ((0, 1001),)])
def test_a_table_that_does_not_rise_is_refused(steps: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValidationError):
        Scale(weights=(), steps=tuple(Step.model_construct(at=a, thousandths=t) for a, t in steps))


def test_a_weight_of_an_unknown_sign_is_refused() -> None:
    with pytest.raises(ValidationError, match="unknown signs"):
        Scale(weights=(Weight(sign="mood", points=1),), steps=SCALE.steps)


def test_what_ships_is_read_and_spans_the_scale() -> None:
    found = shipped()
    assert 0 < found.least < 500
    for scale in (found.answer, found.row):
        assert scale.steps[0].thousandths < 50
        assert scale.steps[-1].thousandths > 800


def test_below_the_threshold_nobody_is_recommended_and_the_gap_is_named() -> None:
    found = outcome(CALIBRATION, 100, product="桥梁拉索", parameters=("索力",))
    assert found.is_abstained
    assert found.confidence == 110
    assert len(found.proposals) <= NEAREST, "only the nearest, for a person to look at"
    assert [(gap.product, gap.parameter, gap.reason) for gap in found.gaps] == [("桥梁拉索", "索力", "nobody")]
    assert found.lacking() == "桥梁拉索 · 索力"


def test_at_the_threshold_it_does_not_abstain() -> None:
    at = CALIBRATION.model_copy(update={"least": 110})
    assert not outcome(at, 100).is_abstained
    assert outcome(at, 99).is_abstained


def test_without_a_calibration_nobody_is_held_back() -> None:
    found = outcome(None, 0)
    assert (found.confidence, found.is_abstained) == (None, False)


def test_a_guessed_test_is_no_gap_but_the_demands_own_words_are() -> None:
    (gap,) = outcome(CALIBRATION, 0).gaps
    assert (gap.product, gap.parameter) == (None, None)
    assert "桥梁拉索有异响" in gap.says.text()


def test_a_test_that_the_demand_names_is_the_gap() -> None:
    (gap,) = outcome(CALIBRATION, 0, text="想测桥梁的索力").gaps
    assert (gap.parameter, gap.trade) == ("索力", "construction")


def test_beyond_the_business_the_gap_is_what_is_asked_for_there() -> None:
    asked = Beyond(field="veterinary", product="母猪", test="猪蓝耳病检测")
    (gap,) = outcome(CALIBRATION, 0, beyond=asked, text="母猪一窝一窝流产，想抽血查蓝耳").gaps
    assert (gap.product, gap.parameter, gap.trade) == ("母猪", "猪蓝耳病检测", "veterinary")


def test_without_knowledge_of_what_lies_beyond_a_wish_is_no_gap_as_it_was() -> None:
    (before,) = outcome(CALIBRATION, 0, text="桥面颠，想做一次平整度检查").gaps
    (now,) = outcome(CALIBRATION, 0, beyond=Beyond(), text="桥面颠，想做一次平整度检查").gaps
    assert (before.parameter, now.parameter, now.trade) == (None, "平整度检查", "construction")


def test_a_test_beyond_that_shares_nothing_with_the_demand_gives_way_to_its_wish() -> None:
    beyond = Beyond(field="art", test="款识印鉴比对", words=("爷爷留下一幅旧的",))
    (gap,) = outcome(CALIBRATION, 0, beyond=beyond, text="爷爷留下一幅旧的，想请专家看看真假").gaps
    assert gap.parameter == "爷爷留下一幅旧的，专家看看真假"
    (wishless,) = outcome(CALIBRATION, 0, beyond=beyond, text="爷爷留下一幅旧的，谁懂").gaps
    assert wishless.parameter == "款识印鉴比对"


def test_what_the_demand_states_itself_goes_before_what_is_recognised() -> None:
    asked = Beyond(field="veterinary", product="母猪", test="猪蓝耳病检测")
    (gap,) = outcome(CALIBRATION, 0, beyond=asked, product="种猪", parameters=("伪狂犬抗体",)).gaps
    assert (gap.product, gap.parameter) == ("种猪", "伪狂犬抗体")


def test_where_the_test_is_not_certain_the_wish_is_the_gap_and_no_test_of_a_trade() -> None:
    (gap,) = outcome(CALIBRATION, 0, beyond=Beyond(field="bridges"), text="桥面颠，想做一次平整度检查，顺便量索力").gaps
    assert (gap.product, gap.parameter) == (None, "平整度检查")


def subject(text: str) -> Subject:
    return subject_of(understand(text, trade_by_words()))


def test_a_matter_no_trade_knows_is_told_as_strange_and_one_that_is_known_is_not() -> None:
    served, strange = subject("螺栓镀锌后第二天断裂，怀疑氢脆"), subject("村里的蜂场想查蜜蜂瓦螨抗药性")
    assert strange.known.strange > 2 * served.known.strange
    assert strange.known.situation < served.known.situation
    assert strange.known.trade < served.known.trade
    assert strange.failure < served.failure


def test_courtesies_do_not_make_a_matter_strange() -> None:
    bare, courteous = (subject(f"{said}螺栓镀锌后第二天断裂") for said in ("", "我公司成立于一九九八年，占地面积广，"))
    assert bare.known.strange == courteous.known.strange


def test_without_knowledge_every_matter_is_strange_and_nothing_is_known() -> None:
    assert subject_of(understand("轴承异响", EMPTY_TRADE)).known == Known(0, 0, 0, 1000)


def test_strangeness_counts_where_the_rows_are_of_other_trades() -> None:
    policy = DEFAULT_POLICY.signals
    trades = next(place for place, signal in enumerate(policy) if signal.name == "trades/whole")
    judged = np.zeros((len(policy), 1), np.float32)
    row = Row(product=0, parameter=0, chain=0, is_kin=True, is_expert=False)
    about = Subject(own=700, failure=0, known=Known(300, 60, 50, 400))

    def told(trade: float) -> Signs:
        judged[trades] = trade
        found = signs_of(policy, judged, np.array([1000]), [row], 20, about)
        assert found is not None
        return found

    assert (told(0).strange_far, told(0).known_near) == (400, 0)
    assert (told(0.75).strange_far, told(0.75).known_near) == (100, 45)


def test_the_row_that_is_said_most_counts() -> None:
    rows = [Row(product=0, parameter=0, chain=0, is_kin=True, is_expert=False, said=said) for said in (0, 750, 500)]
    judged, near = np.zeros((len(DEFAULT_POLICY.signals), len(rows)), np.float32), np.zeros(len(rows), np.int64)
    found = signs_of(DEFAULT_POLICY.signals, judged, near, rows, 20, Subject(700, 0, Known()))
    assert found is not None
    assert found.said == 750


def test_signs_kept_before_these_were_known_are_still_read() -> None:
    before = {name: 1 for name, field in Signs.model_fields.items() if field.is_required()}
    assert Signs.model_validate(before).strange_share == 0


def about(matter: Matter, *near: Near) -> Signs:
    rows = [Row(product=0, parameter=0, chain=0, is_kin=True, is_expert=False, near=one) for one in near]
    judged, nowhere = np.zeros((len(DEFAULT_POLICY.signals), len(rows)), np.float32), np.zeros(len(rows), np.int64)
    found = signs_of(DEFAULT_POLICY.signals, judged, nowhere, rows, 20, Subject(700, 0, Known(), matter))
    assert found is not None
    return found


def test_a_field_that_a_row_found_is_of_is_not_far() -> None:
    matter = Matter(situation=500, inside_situation=300, field=60, inside_field=20, part=800)
    away, home = (
        about(matter, *(Near(one, beyond=one) for one in near)) for near in ((0, 0, 100), (0, 950, 1000, 1000))
    )
    assert (away.matter_near, away.near_beyond) == (33, 33)
    assert (home.matter_near, home.near_beyond) == (983, 983)
    assert (away.beyond_ahead, away.beyond_share, away.beyond_part) == (193, 725, 773)
    assert (home.beyond_ahead, home.beyond_share, home.beyond_part) == (3, 12, 13)


def test_a_row_of_a_trade_whose_words_a_matter_beyond_shares_takes_nothing_from_it() -> None:
    matter = Matter(situation=500, inside_situation=300, field=60, inside_field=20, part=800)
    told = about(matter, Near(900, inside=950, beyond=0))
    assert (told.matter_near, told.near_inside) == (900, 950)
    assert (told.beyond_ahead, told.beyond_share, told.beyond_part) == (200, 750, 800)


def test_where_nothing_is_known_beyond_signs_have_the_bytes_they_had() -> None:
    dumped = about(NOTHING_BEYOND, Near()).model_dump()
    assert not [
        name for name in dumped if name.startswith(("beyond", "inside", "matter", "near_inside", "near_beyond", "rows"))
    ]
    assert Signs.model_validate(dumped) == about(NOTHING_BEYOND, Near())
