"""What limits a row (限制范围, clause and range of its method), cut into clauses that can be held against a demand.

Annexes write it freely: 只用第一法；不做低温冲击；(0.1~100) mg/kg；除 A、B 外；A、B 除外；仅限干燥器法.
A clause is one of

- *only* – nothing but these things or methods,
- *never* – all but these,
- *range* – a quantity between two ends, or a size of thread or pipe,
- *part* – a clause, annex or amendment of the standard: it is shown, and bars nothing,
- *free* – something else: a person must read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from foundation.quantities import Quantity, find_quantities
from foundation.unit_reading import fold
from kb.standards import find_standards
from matcher.legal.methods import MethodName, methods_in, without_methods

ClauseKind = Literal["only", "never", "range", "part", "free"]


class Size(NamedTuple):
    """A thread or a pipe: M6～M20; an end that nobody wrote is open."""

    letters: str
    least: float | None
    most: float | None


class Clause(NamedTuple):
    """One clause. ``subject`` is what it speaks of where it says so (甲醛只做干燥器法), squeezed."""

    kind: ClauseKind
    written: str
    subject: str = ""
    items: tuple[str, ...] = ()
    methods: tuple[MethodName, ...] = ()
    quantity: Quantity | None = None
    size: Size | None = None
    is_only: bool = False
    """Of a range: whether nothing but that is done (仅限厚度 ≤ 20 mm), so that a sample of unknown size is not told."""


_DO = (
    r"(?:能够?|可以?|限于?|限|用于|适用于?|使用|采用|选用|用|开展|进行|提供|接受|承担|涉及|包括|包含|含|"
    r"做到?|检测|检验|测试|测定|测|检|对|针对|得)"
)
_NO = r"(?:暂?不(?!限|少于|大于|小于|超过|低于|高于|同|锈|饱和|透明|合格|燃)|未|暂未|不能|没有)"
_ONLY = re.compile(
    rf"^(?P<subject>[^不除]{{0,16}}?)(?:仅限于?|只限于?|限于|仅|只|限)(?!于?不){_DO}{{0,3}}[:：]?(?P<what>.+)$"
)
_NEVER = re.compile(rf"^(?P<subject>[^只仅限除]{{0,16}}?){_NO}{_DO}{{1,3}}[:：]?(?P<what>.+)$")
_WITHOUT_VERB = re.compile(r"^(?:不|未)(?:含|包括|包含|涉及|适用)[:：]?(?P<what>.+)$")
_EXCEPT = re.compile(r"^(?P<subject>.{0,16}?)除(?:了)?(?P<what>.+?)(?:以外|之外|外)(?P<rest>.*)$")
_EXCEPTED = re.compile(r"^(?P<what>.+?)(?:除外|不在(?:能力|批准)?范围内?|不做|不测|不检|不用|不包括|不适用)$")
_SIZE = re.compile(
    r"(?<![A-Za-z])(?P<letters>M|DN|dn)\s?(?P<low>\d+(?:\.\d+)?)"
    r"\s*(?:~|-|至|到)\s*(?:M|DN|dn)?\s?(?P<high>\d+(?:\.\d+)?)"
    r"|(?P<sign>[≤≥<>]|不大于|不小于|不超过)\s*(?P<letters2>M|DN|dn)\s?(?P<end>\d+(?:\.\d+)?)"
    r"|(?<![A-Za-z])(?P<letters3>DN|dn|M)\s*(?P<sign3>[≤≥<>]|不大于|不小于|不超过)\s*(?P<end3>\d+(?:\.\d+)?)"
)
_NEGATED = re.compile(r"不|未|没|无")
_BETWEEN = re.compile(r"[、,/|]|和|与|及其?|以及|或者?")
_CUT = re.compile(
    r"[;。\n]+|(?<!外)[,.](?=(?:[^,;。]{0,8})?(?:不(?!锈|饱|同|大|小|超|低|高|少)|只|仅|除|限|暂|≤|≥|<|>))"
    r"|(?<=[^\d)]),(?=[^,]*[≤≥<>~])"
)
_MARKS = str.maketrans("；，：、〜∼（）", ";,:、~~()")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.、)](?!\d)|[①-⑳])\s*")
_LABEL = re.compile(r"^(?:限制范围|检测范围|测量范围|能力范围|限制|范围|说明|注|备注)\s*[:：]\s*")
_COUNTED = re.compile(r"^\d+\s*[种个项类台组]")
_NOTHING = re.compile(r"^[\s/\\\-—–_.。无]*$")
_ALLOWED = re.compile(
    r"^(?:全部|所有|全)(?:检测)?(?:参数|项目)$|^(?:全部|所有|参数|项目)?(?:均可|不限|无限制|全部|全项)$"
)
_PART = re.compile(
    r"^(?:第?\d+(?:\.\d+)*[章条节款]?(?:[、,~-]\d+(?:\.\d+)*)*|附录[a-z](?:\.\d+)*"
    r"|[表图]\d+|xg\d+(?:-\d{4})?|第?\d+号修改单)$"
)


@lru_cache(maxsize=16_384)
def clauses_of(limits: str) -> tuple[Clause, ...]:
    """The clauses of a limit as it stands in a row; nothing for ``/``, 无 and the like."""
    found = []
    for part in _CUT.split(fold(limits).translate(_MARKS)):
        part = _LABEL.sub("", _NUMBERED.sub("", part.strip(" ,.、:"))).strip()
        if not _NOTHING.match(part) and not _ALLOWED.match(part.replace(" ", "")):
            found += list(_read(part))
    return tuple(found)


def _read(part: str) -> Iterator[Clause]:
    plain = part.replace(" ", "").lower()
    if _PART.match(plain):
        yield Clause("part", part)
        return
    if (methods := methods_in(plain)) and _is_all_methods(plain):
        yield Clause("only", part, methods=methods)
        return
    if found := _EXCEPT.match(plain):
        # 除第一法外均不做 and 不得用于除仲裁以外的目的 leave nothing but what stands between.
        turned = _NEGATED.search(found["rest"]) is not None or _NEGATED.search(found["subject"]) is not None
        yield _listed("only" if turned else "never", part, found["what"], "")
        return
    if found := _EXCEPTED.match(plain):
        yield _listed("never", part, found["what"], "")
        return
    ranges = list(_ranges(part))
    if found := _WITHOUT_VERB.match(plain) or _NEVER.match(plain):
        if ranges:
            yield Clause("free", part)  # 不做 4000 h 以上
            return
        yield _listed("never", part, found["what"], found.groupdict().get("subject") or "")
        return
    if found := _ONLY.match(plain):
        # 只测 0.2 J～2 J, 只用 50 mm: the things are values.
        if ranges:
            yield from (one._replace(is_only=True) for one in ranges)
        else:
            yield _listed("only", part, found["what"], found["subject"])
        return
    if ranges:
        yield from ranges
    else:
        yield Clause("free", part)


def _listed(kind: ClauseKind, part: str, what: str, subject: str) -> Clause:
    """The things that a clause lists. What cannot be told apart (41 种, 部分) makes the clause a free one."""
    bare = _unbracketed(what)
    listed = (_NUMBERED.sub("", one.strip(" :()\"'“”.")) for one in _BETWEEN.split(without_methods(bare)))
    items = tuple(item for item in (*listed, *_methods_in_brackets(what)) if item)
    methods = methods_in(bare)
    if not (items or methods) or any(_is_open(item) for item in (*items, what)):
        return Clause("free", part)
    return Clause(kind, part, "" if _ALLOWED.match(subject.strip(",:")) else subject.strip(",:"), items, methods)


def _is_open(item: str) -> bool:
    """What is listed by number, by clause (6.2) or by standard: nobody knows from the row alone what that is."""
    counted = _COUNTED.match(item) or _PART.match(item) or "部分" in item or item[-1] == "等"
    return bool(counted) or next(find_standards(item), None) is not None


_BRACKET = re.compile(r"\([^()]*\)")


def _unbracketed(text: str) -> str:
    return _BRACKET.sub("", text) or text


def _methods_in_brackets(text: str) -> list[str]:
    """The other names of methods: 第一法（离子色谱法）; nothing that a bracket takes away again (B 法除外)."""
    inside = [found[0].strip("()") for found in _BRACKET.finditer(text)]
    return [one for one in inside if one.endswith("法") and not _NEGATED.search(one) and not methods_in(one)]


def _is_all_methods(plain: str) -> bool:
    return not without_methods(_unbracketed(plain)).strip("、,和与或及/")


def _ranges(part: str) -> Iterator[Clause]:
    if found := _SIZE.search(part):
        letters = (found["letters"] or found["letters2"] or found["letters3"]).lower()
        if found["low"]:
            size = Size(letters, float(found["low"]), float(found["high"]))
        else:
            end, is_most = (
                float(found["end"] or found["end3"]),
                (found["sign"] or found["sign3"]) in ("≤", "<", "不大于", "不超过"),
            )
            size = Size(letters, None if is_most else end, end if is_most else None)
        yield Clause("range", part, size=size)
        return
    for quantity in find_quantities(part):
        if quantity.comparison in ("=", "±", "≈", "×"):
            yield Clause("free", part)
            return
        subject = part[: quantity.start].strip(" ,.(（[:≤≥<>")
        yield Clause("range", part, subject=_NAME.sub("", subject.replace(" ", "")), quantity=quantity)


_NAME = re.compile(r"范围$|^(?:测量|检测|限制)?范围|^(?:只|仅|限)[\u4e00-\u9fff]{0,2}")
