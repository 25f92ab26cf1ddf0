"""Parameters: the quantities and tests a demand speaks of, by the laboratory's names, and their limits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from foundation.quantities import Quantity
from foundation.values import Value
from intake.demand import Evidence, Reading
from intake.reading.known_names import is_listed, known_names
from intake.reading.statement import Clause, Statement, reading

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
        for start, end, name in (*known_names(clause), *_measured(statement, clause)):
            if name.lower() not in seen:
                seen.add(name.lower())
                span = clause.start + start, clause.start + end
                yield reading(statement, "parameters", None, clause.utterance, *span, "parameter")


def read_indicators(statement: Statement) -> tuple[Indicator, ...]:
    """Every limit that a clause of the demand states beside the name of its quantity."""
    found: list[Indicator] = []
    for clause in statement.own:
        known = list(known_names(clause, with_everyday=True))
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


def _measured(statement: Statement, clause: Clause) -> Iterator[tuple[int, int, str]]:
    """Names that are not in the list but stand before a limit (``续航风阻不超过 0.3``)."""
    for limit in _inside(statement, clause):
        named = _name_before(clause.text, limit.start - clause.start)
        if named is not None and len(named[2]) >= 2 and not is_listed(named[2]):
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
