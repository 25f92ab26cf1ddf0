"""Signals beside the fields: complaint, talent wanted, state-secret marking. Each is a flag, never a value."""

from __future__ import annotations

import re

from foundation.secrecy import state_secret_marking
from intake.reading.statement import Statement

_COMPLAINT = re.compile(
    r"投诉|(?:对|不认可|不认同|质疑|不服|有异议)[^,。]{0,10}(?:报告|结论|检测结果)[^,。]{0,6}(?:异议|不满|不服|不认)|(?:你们|贵中心|贵院|你院|贵单位|上次|之前|前次|那份|原来)[^,。]{0,14}(?:报告|检测结果|结论|数据)[^,。]{0,12}(?:错|不对|有误|有问题|不准|不公|不认可|有异议|不满意|造假|出不来|拖)|(?:服务|态度)(?:太差|很差|恶劣)"
)
_ABOUT_OTHERS = re.compile(r"(?:客户|用户|消费者|被|遭|顾客|业主|市民|终端)[^,。]{0,10}投诉|投诉率|收到[^,。]{0,8}投诉|(?:起|次|个)投诉|投诉(?:较|很|越来越)?多|投诉增")
_TALENT = re.compile(r"(?:需要|急需|缺|缺少|引进|招聘|寻求|聘请|希望)[^,。]{0,14}(?:人才|专家|博士|工程师|技术人员|高级技工)")


def is_complaint(statement: Statement) -> bool:
    """Whether the person complains about an earlier report or service (a customer's complaint is a symptom instead)."""
    return any(
        _COMPLAINT.search(clause.text) and not _ABOUT_OTHERS.search(clause.text)
        for clause in statement.clauses
        if clause.role in ("plain", "title", "need", "problem")
    )


def flags_of(statement: Statement) -> tuple[str, ...]:
    """``complaint``, ``talent_wanted`` and ``state_secret_marking``, in this order, where they apply."""
    flags = []
    if is_complaint(statement):
        flags.append("complaint")
    if any(_TALENT.search(clause.text) for clause in statement.own):
        flags.append("talent_wanted")
    if state_secret_marking(statement.title.source) or state_secret_marking(statement.body.source):
        flags.append("state_secret_marking")
    return tuple(flags)
