"""Names of quantities and tests that are known, where a clause speaks of them: the list of this package, and the
tests of the trades by the longest name that counts (悬臂梁冲击强度, not 冲击强度)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from intake.lexicon import Found, Lexicon, data, grammar, words
from intake.reading.statement import Clause
from kb.segmenter import word_spans
from kb.trade.test_names import known_tests

_SINGLE = {"铅", "镉", "汞", "砷", "铬", "苯", "硫", "EL", "PID"}
"""Names so short that they need a sign of measuring beside them."""


_ASKED = re.compile(
    r"\d|检测|检验|测试|测定|试验|化验|(?<![预推监观遥])测(?![算控绘量试定])|超标|不合格|合格|不达标|指标|报告|标准|要求|参数|分析|偏"
    r"|不够|不足|达不到|过不了|低|高|差|大|小|短"
)
_MEASURED = re.compile(r"含量|超标|检测|测定|测|残留|迁移|溶出|限量|指标|不合格|≤|<|mg|ppm|不超过|去除|偏高")
_OF_A_TRADE, _EVERYDAY, _PLAIN = "of a trade", "everyday", "plain"
_TESTED = re.compile(
    r"检测|检验|测定|测试|试验|化验|(?<![预推监观遥])测(?![算控绘试定])|分析|项目|指标|不合格|超标|[做查验](?!证|收)"
    r"|\b(?:test|measur|determin|analy|check)",
    re.IGNORECASE,
)
_TESTED_NEXT = re.compile(r"(?:检测|检验|测定|测试|化验|(?<![预推监观遥])测|[做查验])(?:一下|一次|下|个|它的|其|的)*$")
_AND = re.compile(r"\s*(?:[、和与及/,，+]|以及|还有|and\b)*\s*", re.IGNORECASE)
_TAIL = re.compile(r"(?<![量率值性度])(?:量|率|值|性能|性|度)")
_CARBIDE = re.compile(r"[硅钨钙物钛硼铬铁]")
_DEVICE = re.compile(r"(?:测试|试验|测定|检测|检验|分析)?(?:仪|箱(?!体)|柜|机(?![构床会理])|台(?![面架])|装置|设备)")
"""What goes on so is an instrument: 盐雾试验箱."""


def known_names(clause: Clause, with_everyday: bool = False) -> Iterator[tuple[int, int, str]]:
    """Names in a clause, the longest that counts; everyday ones only where something measurable stands beside them."""
    taken = 0
    for found in _names_in(clause.text):
        if found.start >= taken and (with_everyday or _is_meant(clause, found, taken)):
            if found.word in _SINGLE and not _MEASURED.search(clause.text):
                continue
            if not _is_part_of_a_word(clause.text, found.start, found.end, found.word):
                taken = found.end
                yield found.start, found.end, found.word


def _names_in(text: str) -> list[Found]:
    """The names of the list and those of the trades, from left to right, longer ones first.

    A trade's begins where a word does: no 砖吸水率 in 陶瓷砖吸水率, no 动平衡 in 流动平衡.
    """
    own, trades = _lexicons()
    listed, of_trades = list(own.find(text)), list(trades.find(text))
    if of_trades:
        begins = {start for start, _, _ in word_spans(text)}
        of_trades = [_in_full(text, found, listed) for found in of_trades if found.start in begins]
    return sorted((*listed, *of_trades), key=lambda found: (found.start, -found.end))


def _in_full(text: str, found: Found, listed: list[Found]) -> Found:
    """A trade's name with what is left of it: 低温冲击 in 低温冲击韧性, 邻苯二甲酸酯迁移 in 邻苯二甲酸酯迁移量."""
    end = next((one.end for one in listed if one.start < found.end < one.end), found.end)
    tail = _TAIL.match(text, end)
    end = tail.end() if tail else end
    return Found(found.start, end, text[found.start : end], found.kind)


def _is_meant(clause: Clause, found: Found, taken: int) -> bool:
    """Whether a clause speaks of this quantity; ``taken``: where the name before it ended, 0 when it is the first."""
    if found.kind == _EVERYDAY:
        return clause.role != "title" and _ASKED.search(clause.text) is not None
    return found.kind == _PLAIN or _is_tested(clause.text, found, taken)


def _is_tested(text: str, found: Found, taken: int) -> bool:
    """Whether a clause has this test of a trade made: it says that it wants one, or goes on after another (``、``).

    A name of two characters names other things too: what is done stands right before it.
    """
    if text.startswith("系数", found.end):
        return False
    if taken and _AND.fullmatch(text, taken, found.start):
        return True
    if len(found.word) == 2:
        return _TESTED_NEXT.search(text[: found.start]) is not None
    return _TESTED.search(text) is not None


def is_listed(name: str) -> bool:
    """Whether this stands in the list of this package."""
    return name in _lexicons()[0]


def _is_part_of_a_word(text: str, start: int, end: int, word: str) -> bool:
    """``硫`` in ``脱硫``, ``苯`` in ``苯板``, ``振动`` in ``振动台`` are other words, 盐雾试验箱 is a thing."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _DEVICE.match(text, end) or (word == "碳化" and _CARBIDE.match(after)):
        return True
    if len(word) == 1:
        return before in "脱氧聚甲乙丙二对硝" or (after in "酸胺烯乙板化磺醇酚橡蓄炭磷" and after != "")
    if word in (
        "振动",
        "功率",
        "容量",
        "流量",
        "重量",
        "硫",
        "噪音",
        "噪声",
        "精度",
        "电阻",
        "尺寸",
        "密封性",
        "效率",
        "寿命",
        "跌落",
    ):
        return (after in "器台机盘站表计筛" and after != "") or (word in ("功率", "振动") and before in "大小高低")
    return False


@cache
def _lexicons() -> tuple[Lexicon, Lexicon]:
    """The list of this package, and the tests of the trades that it does not know.

    A trade's name for two of the list (铅镉) is left out: a demand that says so asks for both. One that is a name of
    the list with more said of it (悬臂梁冲击强度) counts where that would.
    """
    everyday = grammar("everyday")
    own = Lexicon({word: _EVERYDAY if word in everyday else _PLAIN for word in words(data("parameters"))})
    trades: dict[str, str] = {}
    for name in known_tests():
        parts = list(own.find(name))
        if name not in own and len(parts) < 2:
            trades[name] = next((found.kind for found in parts if len(found.word) > 1), _OF_A_TRADE)
    return own, Lexicon(trades)
