"""One demand, several tasks: which of the seven services it needs, in which order (B6, S0-30 … S0-38).

A cracked housing needs failure analysis (6.2) before a test report (6.1) can say anything; a new product needs
development (6.5) before its standard (6.3). The routes are data; a demand takes the route of its service category
and keeps the steps that its own words support.
"""

from __future__ import annotations

from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.query import Wanted


class Task(Value):
    """One step of the route: a service of clause 6, why it is there, and whether it may be left out."""

    order: int
    service: str
    purpose: Sentence
    is_optional: bool


_STEPS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "检验检测": (("检验检测", "按标准检测并出具报告", False),),
    "质量技术评价": (
        ("质量技术评价", "找出原因，作出评价", False),
        ("检验检测", "用批准范围内的项目取证", False),
        ("技术研发", "原因清楚之后改进", True),
    ),
    "标准研制": (
        ("标准研制", "提出计划，组织编制与验证", False),
        ("质量技术评价", "验证标准中的方法", True),
    ),
    "知识产权申请": (("知识产权申请", "整理成果，申请保护", False),),
    "技术研发": (
        ("技术研发", "联合攻关", False),
        ("质量技术评价", "验证研发结果", False),
        ("知识产权申请", "成果形成后申请保护", True),
    ),
    "科技项目与技术转化": (
        ("科技项目与技术转化", "申报项目或转化成果", False),
        ("质量技术评价", "为成果提供第三方评价", True),
    ),
    "其他技术服务": (("其他技术服务", "咨询与指导", False),),
}


def decompose(wanted: Wanted) -> tuple[Task, ...]:
    """The tasks of a demand in order; none when its service category is not known yet."""
    steps = _STEPS.get(wanted.service_category or "", ())
    return tuple(
        Task(order=order, service=service, purpose=sentence(purpose), is_optional=optional)
        for order, (service, purpose, optional) in enumerate(steps, start=1)
    )
