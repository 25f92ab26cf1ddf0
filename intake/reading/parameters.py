"""Parameters: the quantities and tests a demand speaks of, by the laboratory's names, and their limits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from foundation.quantities import Quantity
from foundation.values import Value
from intake.demand import Evidence, Reading
from intake.lexicon import Lexicon, data, grammar, words
from intake.reading.statement import Clause, Statement, reading

_SINGLE = {"铅", "镉", "汞", "砷", "铬", "苯", "硫", "EL", "PID"}
"""Names so short that they need a sign of measuring beside them."""


_ASKED = re.compile(
    r"\d|检测|检验|测试|测定|试验|化验|超标|不合格|合格|不达标|指标|报告|标准|要求|参数|分析|偏"
    r"|不够|不足|达不到|过不了|低|高|差|大|小|短"
)
_MEASURED = re.compile(r"含量|超标|检测|测定|测|残留|迁移|溶出|限量|指标|不合格|≤|<|mg|ppm|不超过|去除|偏高")
_NAMED = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z]{1,10}?(?:强度|硬度|率|精度|温度|压力|功率|电压|电流|频率|速度"
    r"|转速|流量|厚度|直径|长度|宽度|高度|深度|浓度|含量|密度|粘度|重量|质量|寿命|时间|周期|效率"
    r"|误差|偏差|噪声|噪音|能耗|电耗|容量|扭矩|载荷|电阻|系数|面积|距离|间距|产量|纯度|精度|湿度"
    r"|酸度|粒度|粒径|孔径|波长|色差|倍率|等级))"
    r"(?:的)?(?:要求|指标|值|应|需|能|可|必须|要|控制在|均)*(?:达到|达|为|是|在|:|提升|提高|降低"
    r"|降|降至|升至|保持在|小于|大于|不低于|不高于|不小于|不大于|不超过|低于|高于|超过|至少|约|由"
    r"|从|≥|≤|>|<|=|±|~| )*$"
)
_LEADING = re.compile(
    r"^(?:的|了|希望|最好|能够|我们|想|使|让|将|把|其|该|且|和|与|及|或|并|对|在|要|需|能|可|实现|保证|确保|达到|提高"
    r"|降低|提升|控制|产品|要求|最终|平均|整体|单次|每|其中|目前|现在|现有|原来)+"
)


class Indicator(Value):
    """A quantity with its limit, as written: comparison one of ``= ≥ ≤ > < ± ≈ range ×``, value, unit, evidence.

    A range has its ends joined by ``~``, a tolerance its two values by ``±``.
    """

    name: str
    comparison: str
    value: str
    unit: str
    evidence: Evidence


def read_parameters(statement: Statement) -> Iterator[Reading]:
    """Each parameter once, in reading order: known names first, then named quantities with a limit."""
    seen: set[str] = set()
    for clause in statement.own:
        for start, end, name in (*_known(clause), *_measured(statement, clause)):
            if name.lower() not in seen:
                seen.add(name.lower())
                span = clause.start + start, clause.start + end
                yield reading(statement, "parameters", None, clause.utterance, *span, "parameter")


def read_indicators(statement: Statement) -> tuple[Indicator, ...]:
    """Every limit that a clause of the demand states beside the name of its quantity."""
    found: list[Indicator] = []
    for clause in statement.own:
        known = list(_known(clause, with_everyday=True))
        for limit in _inside(statement, clause):
            at = limit.start - clause.start
            before = [item for item in known if item[1] <= at and at - item[1] <= 8]
            named = _name_before(clause.text, at)
            if not before and named is None:
                continue
            start, _, name = _fuller(before[-1], named) if before else named  # type: ignore[misc]
            evidence = statement.evidence(clause.utterance, clause.start + start, limit.end)
            joint = {"range": "~", "±": "±", "×": "×"}.get(limit.comparison, "")
            value = joint.join(limit.values)
            found.append(
                Indicator(name=name, comparison=limit.comparison, value=value, unit=limit.unit, evidence=evidence)
            )
    return tuple(found)


def _fuller(known: tuple[int, int, str], named: tuple[int, int, str] | None) -> tuple[int, int, str]:
    """``容积效率`` where the list knows ``效率``."""
    is_longer = named is not None and named[1] == known[1] and named[0] < known[0] <= named[0] + _LONGEST_BEFORE
    return named if is_longer and named is not None else known


_LONGEST_BEFORE = 4


def _inside(statement: Statement, clause: Clause) -> tuple[Quantity, ...]:
    """The limits that stand in a clause."""
    quantities = statement.limits(clause.utterance)
    first = bisect_left(quantities, clause.start, key=lambda quantity: quantity.start)
    last = bisect_left(quantities, clause.end, key=lambda quantity: quantity.start)
    return quantities[first:last]


def _known(clause: Clause, with_everyday: bool = False) -> Iterator[tuple[int, int, str]]:
    """Names of the list in a clause; everyday ones only where something measurable stands beside them."""
    for found in _lexicon().find(clause.text):
        if found.word in _SINGLE and not _MEASURED.search(clause.text):
            continue
        is_loose = clause.role == "title" or not _ASKED.search(clause.text)
        if found.word in grammar("everyday") and is_loose and not with_everyday:
            continue
        if not _is_part_of_a_word(clause.text, found.start, found.end, found.word):
            yield found.start, found.end, found.word


def _measured(statement: Statement, clause: Clause) -> Iterator[tuple[int, int, str]]:
    """Names that are not in the list but stand before a limit (``续航风阻不超过 0.3``)."""
    for limit in _inside(statement, clause):
        named = _name_before(clause.text, limit.start - clause.start)
        if named is not None and len(named[2]) >= 2 and named[2] not in _lexicon():
            yield named


def _name_before(text: str, position: int) -> tuple[int, int, str] | None:
    """``(start, end, name)`` of a quantity's name just before ``position``."""
    offset = max(position - 24, 0)
    named = _NAMED.search(text[offset:position])
    if named is None:
        return _english_name_before(text, position)
    name = _core(named["name"])
    end = offset + named.end("name")
    return end - len(name), end, name


def _english_name_before(text: str, position: int) -> tuple[int, int, str] | None:
    """The same in English: ``hardness must be at least``."""
    offset = max(position - 64, 0)
    named = _NAMED_EN.search(text[offset:position])
    if named is None:
        return None
    name = re.split(r"\b(?:and|with|or|but)\b ", named["name"])[-1]
    return offset + named.end("name") - len(name), offset + named.end("name"), name


_NAMED_EN = re.compile(
    r"(?:^|[^A-Za-z])(?:(?:the|a|an|and|with|of|our|its|need|want|require|required|minimum|maximum|min|max) )*"
    r"(?P<name>[A-Za-z]+(?:[ -][A-Za-z]+){0,3}?)"
    r"(?: (?:of|is|are|must|shall|should|has|have|needs?|to|be|reach|stay|remain|kept))*"
    r"(?: (?:at least|at most|not|no|less|more|lower|higher|greater|than|above|over|below|under|within|about"
    r"|up to|exceed|minimum|maximum|min|max|between|from)\.?|:| ?[≥≤<>=])+ ?$",
    re.IGNORECASE,
)


def _core(name: str) -> str:
    """A quantity's name without what the sentence puts before it."""
    return _LEADING.sub(
        "", re.split(r"[的时若为使将其该与和及在后]|预计|预期|目前|要求|提高|降低|新开发|超过|达到", name)[-1]
    )


def _is_part_of_a_word(text: str, start: int, end: int, word: str) -> bool:
    """``硫`` in ``脱硫``, ``苯`` in ``苯板``, ``振动`` in ``振动台`` are other words."""
    before, after = text[start - 1 : start], text[end : end + 1]
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
def _lexicon() -> Lexicon:
    return Lexicon(words(data("parameters")))
