"""What a row excludes and the demand does not say: whether it may be a part of what is asked all the same.

What is excluded concerns the demand unless it is known not to: another test than those demanded (不测冲击 beside
拉伸强度), another material than the one named, a manner of service that nobody asked for. Whether a towel is a terry
fabric, CR2032 a primary cell and ten in the evening night is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Set

from matcher.legal.asked import Asked
from matcher.legal.known_tests import tests_called, tests_in, tests_of_family
from matcher.legal.names import core

_WIDE = frozenset(["金属", "塑料", "橡胶", "化纤", "皮", "木", "棉"])
"""Words for whole families of materials: who says one has not said which."""
_EMPTY = frozenset("度性能试验测检定强量率数值法的大小高低时间力水温化动静合成分")
"""Characters that say too little of a test."""
_SERVICE = re.compile(
    r"(?:现场|上门|仲裁|取样|抽样|采样|送样|寄样|加急|分包|委托|培训|咨询)(?:检测|检验|试验|测试|服务|业务)?"
)
_EVERYTHING = re.compile(r"全项|全套|全部|所有|型式(?:试验|检验)|全性能|全检|一整套|整套|所有的?项目")


def may_concern(item: str, asked: Asked) -> bool:
    """Whether an excluded ``item``, squeezed and without 试验 and its like, may take something from the demand."""
    if _EVERYTHING.search(asked.text):
        return True  # all that a standard holds is asked for: nothing may be missing
    if code := _PROTECTION.fullmatch(item):
        return _may_be_protection(code.groups(), asked.text)
    if item in asked.kin.materials:
        return _is_material_untold(item, asked.text, asked.kin.materials)
    return _SERVICE.fullmatch(item) is None and not _is_another_test(item, asked)


_PROTECTION = re.compile(r"ip([0-9x])([0-9x])[a-z]?")


def _may_be_protection(item: tuple[str, ...], text: str) -> bool:
    """Whether a degree of protection that is excluded (IPX7) may be asked for: in each place the demand's degree (IP65)
    is the same, or left open by either."""
    named = _PROTECTION.findall(text)
    return not named or any(
        all(mine in ("x", theirs) or theirs == "x" for mine, theirs in zip(item, one, strict=True)) for one in named
    )


def _is_another_test(item: str, asked: Asked) -> bool:
    """Whether it is a test that the trades know, every demanded one another that they know, and the demand has not so
    much as a telling character of it (喷水 beside 喷淋)."""
    lexicon, parameters = asked.kin.lexicon, [core(name) for name in asked.names[: len(asked.wanted.parameters)]]
    mine = tests_called(lexicon, item) or tests_of_family(lexicon, item)
    said = asked.text + "".join(parameters)
    if not mine or not parameters or mine & tests_in(lexicon, said) or not (set(item) - _EMPTY).isdisjoint(said):
        return False
    others = [tests_called(lexicon, name) for name in parameters]
    return all(others) and mine.isdisjoint(frozenset().union(*others))


def _is_material_untold(item: str, text: str, materials: Set[str]) -> bool:
    """Whether a material is excluded and the demand names none but perhaps a wider word for it (钢 for 不锈钢)."""
    return not any(one in text and not item.endswith(one) for one in materials - _WIDE)
