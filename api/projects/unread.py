"""Why a fact could not be read, in plain words: what is expected there, for whoever wrote something else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from foundation.language import sentence

_A_NUMBER = sentence("请只写数字，如 48000.00").template
_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "extra_forbidden": sentence("这一步没有这一项，看 docking engagement form").template,
        "string_too_short": sentence("不能空着").template,
        "string_type": sentence("请写成带引号的文字").template,
        "int_parsing": sentence("请写整数").template,
        "int_type": sentence("请写整数").template,
        "int_from_float": sentence("请写整数").template,
        "bool_parsing": sentence("请写 true 或 false").template,
        "bool_type": sentence("请写 true 或 false").template,
        "tuple_type": sentence('这里可以有几个，请写成列表，如 ["报告"]').template,
        "model_type": sentence("这里有几项，请逐项写，看 docking engagement form").template,
        "model_attributes_type": sentence("这里有几项，请逐项写，看 docking engagement form").template,
    }
)
"""By the kind of fault that pydantic names; those that say a limit or choices stand below."""

_LIMITED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "string_too_long": (sentence("字数最多").template, "max_length"),
        "too_long": (sentence("项数最多").template, "max_length"),
        "too_short": (sentence("项数最少").template, "min_length"),
        "greater_than_equal": (sentence("最小是").template, "ge"),
        "less_than_equal": (sentence("最大是").template, "le"),
        "literal_error": (sentence("请从这些里选：").template, "expected"),
    }
)

_OWN: Mapping[str, str] = MappingProxyType(
    {
        "a price is never negative": sentence("价格不能是负数").template,
        "two criteria have the same id": sentence("两个验收指标的编号相同").template,
        "only a range has an upper limit": sentence("只有范围（range）才写上限").template,
        "only a nominal value (±) has deviations": sentence("只有标称值（±）才写上下偏差").template,
        "the lower limit is above the upper one": sentence("下限高于上限").template,
        "a limit is written with as many decimals as values are rounded to (GB/T 8170)": sentence(
            "限值的小数位数要与修约位数相同（GB/T 8170）"
        ).template,
        "an uncertainty is never negative": sentence("不确定度不能是负数").template,
        "an uncertainty is absolute or relative, not both": sentence("不确定度写数值或百分比，只写一种").template,
        "a bound has no uncertainty": sentence("“<”“>”这样的值不带不确定度").template,
        "a coverage factor belongs to an uncertainty and lies between 1 and 10": sentence(
            "包含因子与不确定度一起写，在 1 到 10 之间"
        ).template,
        "this kind of effect is not counted in this unit": sentence("这种成效不用这个单位").template,
        "the period ends before it begins": sentence("统计期的末日早于首日").template,
        "nobody verifies what has no evidence": sentence("没有凭证文件，不能写由谁核实").template,
        "another effect says what it is": sentence("“其他”成效要写明是什么").template,
        "a report without effects says why": sentence("没有成效的，要写明原因").template,
        "the same person is in the team twice": sentence("同一个人在项目组里写了两次").template,
    }
)
"""What the facts themselves refuse."""


def expected(fault: Mapping[str, Any]) -> tuple[str, str]:
    """What is expected, as a Chinese sentence of ours, and figures or choices that follow it in any language.

    ``fault``: one of pydantic's, with ``type``, ``msg`` and ``ctx``.
    """
    kind, told = str(fault["type"]), dict(fault.get("ctx") or {})
    if kind in _LIMITED:
        words, name = _LIMITED[kind]
        choices = str(told.get(name, "")).replace(" or ", ", ").replace("'", "").replace(", ", "、")
        return words, choices if kind == "literal_error" else f" {choices}"
    if kind.startswith("date"):
        return sentence("请写成日期，如 2026-05-30").template, ""
    if kind == "string_pattern_mismatch":
        is_number = str(told.get("pattern", "")).startswith("^-?[0-9]")
        return _A_NUMBER if is_number else sentence("写法不对，应当是 64 位的 SHA-256").template, ""
    if kind == "value_error":
        return _OWN.get(str(told.get("error", "")), sentence("请检查后再交").template), ""
    return _EXPECTED.get(kind, sentence("请检查后再交").template), ""
