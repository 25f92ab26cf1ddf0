"""The fields of a demand, in the order in which they are asked for (what enterprises leave out of a first message)."""

from __future__ import annotations

from typing import Literal, get_args

ServiceCategory = Literal[
    "检验检测", "质量技术评价", "标准研制", "知识产权申请", "技术研发", "科技项目与技术转化", "其他技术服务"
]
"""The seven services of seed 000, clause 6 (S0-30 … S0-38)."""

SERVICE_CATEGORIES: tuple[ServiceCategory, ...] = get_args(ServiceCategory)

ReadField = Literal[
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
"""The eleven fields of the read contract."""

FieldName = Literal[
    ReadField,
    "material",
    "problem",
    "occurrence",
    "conditions",
    "wish",
    "samples",
    "market",
    "life_cycle_stage",
    "contact",
    "criteria",
    "service_subtype",
    "method_stage",
    "nqi_elements",
    "enterprise_size",
    "extremes",
    "report_use",
    "report_mark",
    "standard_level",
    "ip_kind",
    "basis",
    "cooperation",
    "programme",
    "help_mode",
]
"""Those, then what the talk asks besides, then what single services ask."""

FIELDS: tuple[FieldName, ...] = get_args(ReadField)
"""All fields, in the order of the ``docking intake read`` contract."""

LIST_FIELDS: frozenset[FieldName] = frozenset(
    {
        "parameters",
        "standards",
        "material",
        "problem",
        "occurrence",
        "samples",
        "criteria",
        "service_subtype",
        "nqi_elements",
        "extremes",
        "report_use",
        "report_mark",
        "ip_kind",
        "cooperation",
    }
)
"""Fields that hold several values."""

PERSONAL_FIELDS: frozenset[FieldName] = frozenset({"contact"})
"""Fields that name a person: never published, never in a match (S0-26)."""

ProblemType = Literal[
    "失效/缺陷",
    "性能不足",
    "检测需求",
    "工艺难题",
    "研发攻关",
    "替代进口",
    "标准/合规",
    "方法缺失",
    "成果转化",
    "其他",
]

DemandClass = Literal["研发难点", "工艺问题", "质量分析", "其他"]
"""The three demand classes of S0-18, and other."""

DEMAND_CLASS: dict[str, DemandClass] = {
    "失效/缺陷": "质量分析",
    "检测需求": "质量分析",
    "方法缺失": "质量分析",
    "标准/合规": "质量分析",
    "工艺难题": "工艺问题",
    "性能不足": "研发难点",
    "研发攻关": "研发难点",
    "替代进口": "研发难点",
}
"""Kind of problem → class; what is not listed is 其他."""

LifeCycleStage = Literal["研发设计", "供应链管理", "质量在线监控", "成品出厂", "售后服务"]
"""The five stages of S2-13."""
