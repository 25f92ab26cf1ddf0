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
