"""A demand is told or published; each register has a scale of confidence of its own."""

from __future__ import annotations

import numpy as np
import pytest

from kb.trade.compiled import EMPTY_TRADE
from kb.trade.understanding import understand
from matcher.doubt.confidence import Calibration, Scale, Scales, Step, Weight, shipped
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.register import BORDER, LEAST, is_published, register_of
from matcher.signs import Row, Signs, signs_of, subject_of
from tests.matcher.doubt.test_titles import DAY

PUBLISHED = (
    "果园采摘机器人关键技术研究 一、需求内容：研究基于机器视觉的果实识别与定位方法，开发柔性末端执行器。"
    "二、技术指标：识别率≥95%，单果采摘时间≤8 s。三、合作方式：联合开发。"
)
TOLD = (
    "我家葡萄大棚三十亩，摘葡萄雇不到人，一到八月就急，听说有机器能摘，谁家有？"
    "能不能先来试一天，行的话我们几家合伙买一台。"
)


class TestTheRegister:
    def test_of_a_project_is_published_and_of_a_trouble_told(self) -> None:
        assert is_published(PUBLISHED)
        assert not is_published(TOLD)
        assert register_of(TOLD) < BORDER // 2 < BORDER <= register_of(PUBLISHED)

    def test_of_few_words_is_told(self) -> None:
        short = "西瓜采摘机器人研制，识别率≥95%"
        assert register_of(short) >= BORDER
        assert len(short) < LEAST
        assert not is_published(short)

    @pytest.mark.parametrize("text", ["", "Hull panels crack after welding " * 4, "１２３４５" * 20])
    def test_of_unknown_words_is_told(self, text: str) -> None:
        assert (register_of(text), is_published(text)) == (0, False)


class TestSignsOfDevelopment:
    @staticmethod
    def signs(text: str, *rows: Row, service: str | None = "技术研发") -> Signs:
        policy = DEFAULT_POLICY.signals
        judged = np.full((len(policy), len(rows)), 0.4, np.float32)
        wanted = Wanted(text=text, service_category=service, planned_on=DAY)
        found = signs_of(
            policy, judged, np.zeros(len(rows), np.int64), rows, 100, subject_of(understand(text, EMPTY_TRADE), wanted)
        )
        assert found is not None
        return found

    def test_tell_how_near_the_nearest_expert_is(self) -> None:
        expert, row = Row(0, 0, 0, True, True), Row(0, 0, 0, True, False)
        told = self.signs(PUBLISHED, row, expert)
        assert (told.develops, told.published) == (1000, 1000)
        assert (told.expert_sense, told.expert_words) == (400, 400)
        assert self.signs(PUBLISHED, row).expert_sense == 0, "no expert is near"

    def test_are_left_out_where_a_test_is_asked_for(self) -> None:
        told = self.signs(TOLD, Row(0, 0, 0, True, True), service="检验检测").model_dump()
        assert not {"published", "develops", "expert_sense", "expert_words"} & set(told)


def scale(points: int) -> Scale:
    steps = (Step(at=0, thousandths=0), Step(at=1000, thousandths=1000))
    return Scale(weights=(Weight(sign="trade_mean", points=points),), steps=steps)


class TestConfidence:
    CALIBRATION = Calibration(
        version="t", prior=500, least=400, answer=scale(1), row=scale(1),
        published=Scales(least=200, answer=scale(2), row=scale(3)),
    )  # fmt: skip

    def test_of_a_published_demand_has_a_scale_of_its_own(self) -> None:
        nothing = Signs.model_validate(dict.fromkeys(Signs.model_fields, 0))
        told, published = (nothing.model_copy(update={"published": value}) for value in (0, 1000))
        assert self.CALIBRATION.scales(published) is self.CALIBRATION.published
        assert self.CALIBRATION.scales(told).least == 400
        assert self.CALIBRATION.scales(None).least == 400
        before = self.CALIBRATION.model_copy(update={"published": None})
        assert before.scales(published).least == 400
        assert "published" not in before.model_dump(), "a calibration of before keeps its digest"

    def test_ships_with_both(self) -> None:
        assert shipped().published is not None
