"""The fields of a demand, in the order in which they are asked for (what enterprises leave out of a first message)."""

from __future__ import annotations

from typing import Literal

ServiceCategory = Literal[
    "检验检测", "质量技术评价", "标准研制", "知识产权申请", "技术研发", "科技项目与技术转化", "其他技术服务"
]
"""The seven services of seed 000, clause 6 (S0-30 … S0-38)."""

SERVICE_CATEGORIES: tuple[ServiceCategory, ...] = (
    "检验检测",
    "质量技术评价",
    "标准研制",
    "知识产权申请",
    "技术研发",
    "科技项目与技术转化",
    "其他技术服务",
)

FieldName = Literal[
    "title",
    "industry",
    "product",
    "problem_type",
    "service_category",
    "parameters",
    "standards",
    "budget",
    "deadline",
    "region",
    "confidentiality",
]

FIELDS: tuple[FieldName, ...] = (
    "title",
    "industry",
    "product",
    "problem_type",
    "service_category",
    "parameters",
    "standards",
    "budget",
    "deadline",
    "region",
    "confidentiality",
)
"""All fields, in the order of the ``docking intake read`` contract."""

LIST_FIELDS: frozenset[FieldName] = frozenset({"parameters", "standards"})
"""Fields that hold several values."""
