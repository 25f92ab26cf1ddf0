"""Whether a word is denied where it stands: 不是ABS, 没有开裂, 无需检测, no cracks."""

from __future__ import annotations

import re

_DENIAL = re.compile(
    r"(?<![是有要会能做])(?:不是|并非|不属于|没有|没|未|无|不存在|不出现|未发现|没有出现|没发现|不会"
    r"|不能有|不得有|不允许|无需|不用|不需要|不要|不必|不做|并不|不再)(?:做|要|是|有|出现|发生"
    r"|发现|任何|明显|进行|再|什么|去|提供|出具?|过|的)*$"
    r"|(?:^|[^A-Za-z])(?:no|not|without|never|free of)(?: any| a)? $",
    re.IGNORECASE,
)


def is_denied(text: str, position: int) -> bool:
    """Whether the words just before ``position`` deny what follows (within the clause)."""
    return _DENIAL.search(text[max(position - 10, 0) : position]) is not None
