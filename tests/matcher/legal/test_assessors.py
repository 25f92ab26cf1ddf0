"""Cases that assessors wrote without having seen the gate, and what each of them taught it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from benchmarks.legal_gate.__main__ import shipped
from benchmarks.legal_gate.assessors import Assessed, alone, assessed, assessor_sets, told, wrong
from matcher.legal import standards
from matcher.legal.asked import Asked
from matcher.legal.implied import implied
from matcher.legal.kin import Kin
from matcher.legal.manner import manner_of
from matcher.legal.marks import asked_marks
from matcher.legal.restrictions import look
from tests.matcher.passages import wanted

SETS = assessor_sets()


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_offered_against_an_assessor_and_nothing_lawful_refused(name: str) -> None:
    assert [(case.text, ruling.state) for case, ruling in wrong(assessed(name), shipped())] == []


@pytest.mark.parametrize("name", SETS)
def test_no_limit_mark_or_standard_is_passed_because_something_else_is_unclear(name: str) -> None:
    barred = [alone(case) for case in assessed(name) if case.lawful != "yes"]
    assert [case.text for case in barred if told(case, shipped())[0] == "offered"] == []


def test_the_sets_hold_every_kind_both_ways() -> None:
    every = [case for name in SETS for case in assessed(name)]
    counts = Counter((case.kind, case.lawful) for case in every)
    assert len(every) >= 700
    assert all(counts[kind, word] >= 20 for kind in ("limit", "mark", "standard", "subject") for word in ("yes", "no"))


def test_what_is_plainly_lawful_is_still_offered() -> None:
    lawful = [case for name in SETS for case in assessed(name) if case.lawful == "yes"]
    offered = [case for case in lawful if told(case, shipped())[0] == "offered"]
    assert len(offered) / len(lawful) >= 0.2


def state(limits: str, text: str, parameter: str = "", row: str = "", product: str = "") -> str:
    """What the restriction alone says of a demand."""
    parameters = (parameter,) if parameter else ()
    asked = Asked(wanted(text, product=product or None, parameters=parameters), shipped())
    found = look(limits, row or parameter, asked)
    return max((one.state for one in found), key=["inside", "to_check", "excluded"].index, default="inside")


class TestAnExclusionThatTheDemandDoesNotSay:
    @pytest.mark.parametrize(
        ("limits", "text", "parameter", "product"),
        [
            ("不做低温冲击", "塔筒钢板做 -40℃ 的冲击吸收能量", "冲击吸收能量", "钢板"),
            ("不测防尘", "手持终端要防护等级 IP67", "防护等级", "手持终端"),
            ("除不锈钢外", "金属板材质不清楚，测化学成分", "化学成分", "金属板"),
            ("铬(Ⅵ)除外", "木制拼图做可迁移元素，六价铬也要", "可迁移元素", "木制拼图"),
            ("毛圈织物除外", "毛巾面料测起毛起球", "起毛起球", "毛巾面料"),
            ("不做夜间观测", "夜里十点来测烟气黑度", "烟气黑度", "锅炉"),
            ("外径小于等于 12 mm 的不做", "电缆成束燃烧 A 类", "成束燃烧", "电缆"),
            ("不做第30章耐热", "电磁炉做全项型式试验", "全项", "电磁炉"),
        ],
    )
    def test_is_for_a_person_where_it_may_be_meant(self, limits: str, text: str, parameter: str, product: str) -> None:
        assert state(limits, text, parameter, product=product) in ("to_check", "excluded")

    @pytest.mark.parametrize(
        ("limits", "text", "parameter", "product"),
        [
            ("不测冲击", "钢板做抗拉强度", "抗拉强度", "钢板"),
            ("除不锈钢外", "Q235B 碳钢板做化学成分", "化学成分", "碳钢板"),
            ("不做现场检测", "塑料管材做拉伸强度", "拉伸强度", "塑料管材"),
            ("弹性模量不测", "铝棒测抗拉强度，弹性模量不用", "抗拉强度", "铝棒"),
        ],
    )
    def test_bars_nothing_where_it_is_known_to_be_something_else(
        self, limits: str, text: str, parameter: str, product: str
    ) -> None:
        assert state(limits, text, parameter, product=product) == "inside"


class TestARange:
    def test_of_the_sample_is_checked_where_the_sample_is_not_told(self) -> None:
        assert state("仅限厚度≤20mm", "钢板做超声检测", "超声检测") == "to_check"
        assert state("标称截面积≤240mm²", "电力电缆300平方测导体电阻", "导体电阻") == "to_check"
        assert state("仅限厚度≤20mm", "12 mm 厚的钢板做超声检测", "超声检测") == "inside"

    def test_of_results_bars_nothing(self) -> None:
        assert state("(0.1~100) mg/kg", "大米测铅", "铅") == "inside"
        assert state("测定范围 ≥ 0.02 mg/kg", "大米测铅", "铅") == "inside"

    def test_of_another_quantity_by_name_leaves_this_one_alone(self) -> None:
        limits = "接触放电≤8kV，空气放电≤15kV"
        assert state(limits, "门锁静电放电，空气放电±15kV", "静电放电") == "inside"
        assert state(limits, "门锁静电放电，空气放电±25kV", "静电放电") == "excluded"

    def test_that_the_demand_straddles_or_does_not_know_is_for_a_person(self) -> None:
        limits = "样品高度不超过2.2m"
        assert state(limits, "儿童书柜高度 2.5m，做稳定性", "稳定性") == "excluded"
        assert state(limits, "儿童书柜高度在 1.8m～2.6m，做稳定性", "稳定性") == "to_check"
        assert state("(0~60)MPa", "压力表量程不清楚，校示值误差", "示值误差") == "to_check"


class TestAMethod:
    def test_goes_by_the_name_in_brackets_too(self) -> None:
        limits = "不做第一法（离子色谱法）"
        assert state(limits, "香肠测亚硝酸盐，指定离子色谱法", "亚硝酸盐") == "excluded"
        assert state("只用第一法（离子色谱法）", "香肠测亚硝酸盐，用离子色谱法", "亚硝酸盐") == "inside"

    @pytest.mark.parametrize("text", ["大米测铅，要求用 ICP-MS 做", "大米测铅，用荧光光谱仪测"])
    def test_is_checked_where_the_demand_names_a_technique(self, text: str) -> None:
        assert state("只用第一法", text, "铅") == "to_check"
        assert state("只用第一法", "大米测铅", "铅") == "inside"

    @pytest.mark.parametrize("limits", ["仅薄膜过滤法", "薄膜过滤法除外"])
    def test_by_its_name_is_checked_where_the_demand_does_not_say_that_name(self, limits: str) -> None:
        assert state(limits, "滴眼剂无菌检查，含油太多滤不过去，得直接接种", "无菌检查") == "to_check"
        assert state(limits, "滴眼剂无菌检查", "无菌检查") == "to_check"

    def test_by_its_letter_is_checked_where_the_demand_names_conditions(self) -> None:
        assert state("C法除外", "塑料做负荷变形温度，应力 8.00 MPa", "负荷变形温度") == "to_check"
        assert state("C法除外", "塑料做负荷变形温度", "负荷变形温度") == "inside"


class TestStandardsWithoutANumber:
    @pytest.mark.parametrize(
        ("text", "cited", "state"),
        [
            ("盐雾必须按国标做", "ASTM B117-19", "other_standard"),
            ("盐雾按国标做就行", "GB/T 10125-2021", "inside"),
            ("盐雾按美标做", "ASTM B117-19", "inside"),
            ("盐雾按美标做", "GB/T 10125-2021", "other_standard"),
            ("废水测COD按国标做", "HJ 828-2017", "to_check"),
            ("不知道国标有没有规定", "ASTM B117-19", "inside"),
            ("按最新版标准做", "GB/T 9286-1998", "to_check"),
        ],
    )
    def test_are_held_against_the_row(self, text: str, cited: str, state: str) -> None:
        found = standards.look(cited, (), date(2026, 11, 24), manner_of(text))
        assert max(
            (one.state for one in found), key=["inside", "to_check", "other_standard"].index, default="inside"
        ) == (state)

    @pytest.mark.parametrize(
        ("asked", "cited", "text", "state"),
        [
            ("IEC 60529:2013", "GB/T 4208-2017", "按 IEC 60529 或等同采用的国标", "to_check"),
            ("IEC 60529:2013", "GB/T 4208-2017", "要 IEC 60529，不接受等效标准", "other_standard"),
            ("GB/T 328.8-2007", "GB/T 328.1~27-2007", "按 GB/T 328.8", "to_check"),
            ("GB/T 328.8-2007", "GB/T 328.1~7-2007", "按 GB/T 328.8", "other_standard"),
            ("GB/T 17626", "GB/T 17626.4-2018", "按 GB/T 17626 系列", "to_check"),
            ("EN 71-3:2019", "EN 71-3:2019", "按 EN 71-3:2019+A1:2021", "to_check"),
            ("ISO 105-C06:2010", "ISO 105-C10:2006", "按 ISO 105-C06", "other_standard"),
        ],
    )
    def test_and_those_with_one_that_is_not_written_out(self, asked: str, cited: str, text: str, state: str) -> None:
        squeezed = text.lower().replace(" ", "")
        found = standards.look(cited, standards.editions_asked([asked]), date(2026, 11, 24), manner_of(squeezed))
        assert found[-1].state == state


def test_marks_are_known_by_their_older_names_and_others_are_for_a_person() -> None:
    assert asked_marks((), "要计量认证章的报告").kinds == ("CMA",)
    assert asked_marks((), "左上角带ma标志").kinds == ("CMA",)
    assert asked_marks((), "要国家认可委的章").kinds == ("CNAS",)
    assert asked_marks((), "客户认可报告就行").kinds == ()
    assert asked_marks((), "没有cma的报告不收").kinds == ("CMA",)
    assert asked_marks((), "要cma的，cnas有没有没关系").kinds == ("CMA",)
    assert asked_marks((), "要cma，最好也有cnas").kinds == ("CMA",)
    assert asked_marks((), "报告要盖catl章").others == ("CATL",)
    assert asked_marks((), "请问要哪种章").is_open


def test_a_demand_says_more_than_its_words() -> None:
    quantities = Asked(wanted("-40℃ 冲击，IP67，304不锈钢"), Kin()).quantities
    assert implied("做-40℃冲击,ip67,cass", quantities).split("。")[1:] == [
        "防尘", "防水", "浸水", "铜加速乙酸盐雾", "铜加速醋酸盐雾", "低温",
    ]  # fmt: skip
    assert implied("钢板做拉伸", ()) == ""


def test_a_case_by_hand_is_judged_like_those_of_the_files() -> None:
    case = Assessed(
        "mark", "钢板抗拉强度，要CNAS报告", "钢板", "抗拉强度", "",
        "钢板", "抗拉强度", "GB/T 228.1-2021", "", "CMA", "no", "",
    )  # fmt: skip
    assert told(case, shipped())[0] == "refused"
    assert wrong([case._replace(marks="CMA,CNAS")], shipped()) != []


class TestNumbersAndTechniques:
    @pytest.mark.parametrize(
        ("limits", "text", "parameter"),
        [
            ("只用第二法（GC）", "果冻里山梨酸，不要气相的，要液相", "山梨酸"),
            ("除第二法外", "豆腐干金葡要平板数菌", "金黄色葡萄球菌"),
            ("不做第四法", "花生油黄曲霉毒素B1，酶标仪快筛就成", "黄曲霉毒素B1"),
        ],
    )
    def test_a_technique_in_everyday_words_may_be_the_method_that_is_limited(
        self, limits: str, text: str, parameter: str
    ) -> None:
        assert state(limits, text, parameter) == "to_check"

    def test_thousands_in_characters_are_values(self) -> None:
        assert state("(1～1000)mm²/s", "运动粘度估计得五千平方毫米每秒", "运动粘度") == "excluded"
        assert state("(1～1000)mm²/s", "运动粘度估计得五百平方毫米每秒", "运动粘度") == "inside"
        assert state("0～200kPa", "面料静水压，估计三万毫米水柱", "静水压") == "excluded"

    @pytest.mark.parametrize(
        ("limits", "text", "parameter"),
        [
            ("80MHz~2700MHz", "辐射抗扰要扫到6个G", "射频电磁场辐射抗扰度"),
            ("≤50mg/m³", "烟道口粉尘大概八十毫克", "低浓度颗粒物"),
            ("温度≤70℃", "饭盒打算装开水，测乙酸迁移100度2小时", "总迁移量"),
        ],
    )
    def test_a_number_that_is_no_value_is_for_a_person(self, limits: str, text: str, parameter: str) -> None:
        assert state(limits, text, parameter) == "to_check"
        assert state(limits, "两批样品，三天内出报告", parameter) == "inside"

    def test_a_load_that_a_factor_multiplies_is_for_a_person(self) -> None:
        assert state("试验机最大30t", "吊带5吨的，安全系数7", "破断力") == "to_check"
        assert state("试验机最大30t", "吊带5吨的", "破断力") == "inside"
