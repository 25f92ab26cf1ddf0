"""What must be reached, read from the words (B7), and what single services ask for (S0-31 … S0-38)."""

from __future__ import annotations

import pytest

from intake.criteria import criteria_of
from intake.demand import Draft
from intake.fields import SERVICE_CATEGORIES
from intake.reading.criteria import find_criteria
from intake.reading.particulars import all_subtypes, read_particulars
from intake.reading.record import read_draft
from intake.reading.statement import state
from intake.service import correct


def criteria(text: str) -> list[str]:
    return [found.words for found in find_criteria(state(None, text))]


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ("希望冲击强度达到8 kJ/m2以上", "冲击强度 ≥ 8 kJ/m2"),
        ("平面度要控制在1mm以内", "平面度 ≤ 1 mm"),
        ("容积效率不低于95%", "容积效率 ≥ 95 %"),
        ("涂层厚度要求20~30μm", "涂层厚度 20～30 μm"),
        ("把良率从80%提高到95%", "良率 ≥ 95 %"),
        ("噪声降到65dB以下", "噪声 ≤ 65 dB"),
        ("The hardness must be at least 58 HRC", "hardness ≥ 58 HRC"),
        ("noise below 45 dB", "noise ≤ 45 dB"),
    ],
)
def test_a_limit_that_is_wanted_is_a_criterion(said: str, reached: str) -> None:
    assert criteria(said) == [reached]


@pytest.mark.parametrize(
    "said", ["目前冲击强度只有5 kJ/m2", "实测盐雾240h就起泡了", "硬度越高越好", "噪声大，客户投诉"]
)
def test_a_fact_and_a_wish_without_a_number_are_no_criteria(said: str) -> None:
    assert criteria(said) == []


def test_the_standard_of_the_sentence_is_the_method() -> None:
    (found,) = find_criteria(state(None, "按GB/T 10125做，耐盐雾时间≥720h。"))
    assert (found.method, found.limit, found.unit) == ("GB/T 10125", "720", "h")
    assert found.missing == ("样品",)


def test_every_criterion_quotes_its_words() -> None:
    text = "我们想把壳子的冲击强度做到８ kJ/m²以上，重量不超过2kg。"
    for found in find_criteria(state(None, text)):
        assert found.evidence is not None
        assert text[found.evidence.start : found.evidence.end] == found.evidence.quote


def test_a_typed_correction_is_a_criterion_like_one_that_was_read() -> None:
    draft = correct(read_draft(None, "塑料壳子冲击强度要达到8 kJ/m2"), {"criteria": "冲击强度 ≥ 10 kJ/m2"})
    (found,) = criteria_of(draft)
    assert (found.quantity, found.relation, found.limit, found.unit) == ("冲击强度", "≥", "10", "kJ/m2")


def test_a_draft_without_numbers_has_no_criteria() -> None:
    assert criteria_of(Draft()) == ()


def test_the_seven_services_have_their_31_named_subtypes() -> None:
    assert tuple(all_subtypes()) == SERVICE_CATEGORIES
    assert [len(names) for names in all_subtypes().values()] == [0, 4, 5, 0, 8, 5, 9]
    assert sum(map(len, all_subtypes().values())) == 31


@pytest.mark.parametrize(
    ("service", "said", "field", "value"),
    [
        ("质量技术评价", "螺栓装机后断裂，想查原因", "service_subtype", "在役失效分析"),
        ("质量技术评价", "没有现成标准，想测膜在液氮里的强度", "service_subtype", "非标项目监测"),
        ("质量技术评价", "没有现成标准，想测膜在液氮里的强度", "extremes", "极端参数"),
        ("标准研制", "想牵头起草一个团体标准", "standard_level", "团体标准"),
        ("知识产权申请", "想申请实用新型专利", "ip_kind", "实用新型"),
        ("技术研发", "希望联合开发，先做中试", "cooperation", "联合开发"),
        ("技术研发", "希望联合开发，先做中试", "service_subtype", "小试中试"),
        ("科技项目与技术转化", "想报专精特新小巨人，不会写申报书", "programme", "专精特新"),
        ("其他技术服务", "我们是小厂，想办高新技术企业", "enterprise_size", "小微企业"),
        ("其他技术服务", "我们是小厂，想办高新技术企业", "service_subtype", "高新技术企业"),
        ("检验检测", "上架要一份带CNAS的检测报告", "report_mark", "CNAS"),
        ("检验检测", "上架要一份带CNAS的检测报告", "report_use", "市场准入"),
        ("检验检测", "量具要校准", "nqi_elements", "计量"),
    ],
)
def test_particulars_are_read_from_their_words(service: str, said: str, field: str, value: str) -> None:
    found = [one for one in read_particulars(state(None, said), service) if one.field == field]
    assert value in [one.value for one in found]
    assert all(said[e.start : e.end] == e.quote for one in found for e in one.evidence)


def test_what_is_denied_is_no_particular() -> None:
    assert not [one for one in read_particulars(state(None, "不要CMA报告"), "检验检测") if one.field == "report_mark"]
