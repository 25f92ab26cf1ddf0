"""A complaint about an earlier report or service is no demand: it leaves the funnel and opens the complaint process."""

from __future__ import annotations

import re

_OURS = r"(?:你们|贵中心|贵院|你院|贵单位|贵所|上次|之前|前次|上回)"
_COMPLAINING = re.compile(
    r"(?:我|我们|要|想|来|需要)(?:正式|向你们|向贵中心|对你们|再次)*投诉"
    r"|投诉(?:你们|贵中心|一下|上次|之前|那份|中心)"
    r"|(?:对|不认可|不认同|质疑|不服)[^,。]{0,12}(?:报告|结论|检测结果)[^,。]{0,6}(?:异议|不满|不服|不认)"
    rf"|{_OURS}[^,。]{{0,14}}(?:报告|检测结果|结论)[^,。]{{0,12}}(?:错|不对|有误|有问题|不准|不公"
    rf"|有异议|不满意|造假|拖)"
    r"|(?:服务|态度)(?:太差|很差|恶劣)"
)
_OF_OTHERS = re.compile(
    r"(?:客户|用户|消费者|被|遭|顾客|业主|市民|终端)[^,。]{0,10}投诉|投诉率|收到[^,。]{0,8}投诉"
    r"|(?:起|次|个)投诉|投诉(?:较|很|越来越)?多"
)


def is_complaint(words: str) -> bool:
    """Whether a folded sentence complains about us; the complaints of an enterprise's own customers are symptoms."""
    return _COMPLAINING.search(words) is not None and _OF_OTHERS.search(words) is None
