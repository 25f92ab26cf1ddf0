"""What the fields of a demand are called on pages and in the command line."""

from __future__ import annotations

from collections.abc import Iterator

from intake.fields import FieldName
from intake.reading.record import DemandReading

FIELD_LABELS: dict[FieldName, str] = {
    "title": "题目",
    "industry": "行业",
    "product": "产品",
    "material": "材料规格",
    "problem": "现象",
    "problem_type": "问题类型",
    "service_category": "服务类别",
    "parameters": "检测项目",
    "standards": "标准",
    "budget": "预算",
    "deadline": "期限",
    "region": "地区",
    "confidentiality": "保密",
    "occurrence": "发生情况",
    "conditions": "使用条件",
    "samples": "样品",
    "market": "销往",
    "wish": "想要的",
    "life_cycle_stage": "所处环节",
    "contact": "联系方式",
    "criteria": "验收指标",
    "service_subtype": "服务细类",
    "method_stage": "方法阶段",
    "nqi_elements": "质量基础要素",
    "enterprise_size": "企业规模",
    "extremes": "极端或新参数",
    "report_use": "报告用途",
    "report_mark": "报告标志",
    "standard_level": "标准级别",
    "ip_kind": "知识产权种类",
    "basis": "现有基础",
    "cooperation": "合作方式",
    "programme": "申报项目",
    "help_mode": "协助方式",
}

_SHOWN: tuple[FieldName, ...] = (
    "product",
    "material",
    "problem",
    "problem_type",
    "service_category",
    "parameters",
    "standards",
    "budget",
    "deadline",
    "region",
    "confidentiality",
)


def label(field: FieldName) -> str:
    """The field's name for a person; its id where it has none."""
    return FIELD_LABELS.get(field, field)


def shown(reading: DemandReading) -> Iterator[tuple[str, list[str]]]:
    """The values that were read, as (label, values), in the order in which a person looks for them."""
    values: dict[str, object] = dict(reading)
    for field in _SHOWN:
        match values[field]:
            case str(value) if value:
                yield FIELD_LABELS[field], [value]
            case list(several) if several:
                yield FIELD_LABELS[field], [str(value) for value in several]
