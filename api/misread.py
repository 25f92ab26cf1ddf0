"""Why a field could not be read, in plain words: what is expected there, for whoever wrote something else.

One table for every door: a step at the command line and any body or parameter over HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from foundation.language import sentence

_A_NUMBER = sentence("请只写数字，如 48000.00").template
_WHOLE = sentence("请写整数").template
_YES_OR_NO = sentence("请写 true 或 false").template
_PARTS = sentence("这里有几项，请逐项写").template
_SEVERAL = sentence('这里可以有几个，请写成列表，如 ["报告"]').template
_EXPECTED: Mapping[str, str] = MappingProxyType(
    {
        "missing": sentence("还没有填").template,
        "extra_forbidden": sentence("没有这一项").template,
        "string_too_short": sentence("不能空着").template,
        "string_type": sentence("请写成带引号的文字").template,
        "int_parsing": _WHOLE,
        "int_type": _WHOLE,
        "int_from_float": _WHOLE,
        "float_parsing": _A_NUMBER,
        "float_type": _A_NUMBER,
        "bool_parsing": _YES_OR_NO,
        "bool_type": _YES_OR_NO,
        "tuple_type": _SEVERAL,
        "list_type": _SEVERAL,
        "model_type": _PARTS,
        "model_attributes_type": _PARTS,
        "dict_type": _PARTS,
        "json_invalid": sentence("请求的正文读不出来").template,
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
        "greater_than": (sentence("要大于").template, "gt"),
        "less_than": (sentence("要小于").template, "lt"),
        "literal_error": (sentence("请从这些里选：").template, "expected"),
        "enum": (sentence("请从这些里选：").template, "expected"),
    }
)

_DAY = sentence("请写成日期，如 2026-05-30").template
_MOMENT = sentence("请写成时间，如 2026-05-30T09:00:00+08:00").template
_PATTERNS = (
    ("^-?[0-9]", _A_NUMBER),
    ("^[0-9a-f]{64}", sentence("写法不对，应当是 64 位的 SHA-256").template),
)
"""By how a pattern begins; other patterns have no words."""

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
"""What values themselves refuse."""


def expected(fault: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is expected, as a Chinese sentence of ours, and figures or choices that follow it in any language; ``None``
    for a fault that has no words here.

    ``fault``: one of pydantic's, with ``type``, ``msg`` and ``ctx``.
    """
    kind, told = str(fault["type"]), dict(fault.get("ctx") or {})
    words: str | None
    if kind in _LIMITED:
        words, name = _LIMITED[kind]
        choices = str(told.get(name, "")).replace(" or ", ", ").replace("'", "").replace(", ", "、")
        return words, choices if name == "expected" else f" {choices}"
    if kind == "string_pattern_mismatch":
        words = next((one for begin, one in _PATTERNS if str(told.get("pattern", "")).startswith(begin)), None)
    elif kind == "value_error":
        words = _OWN.get(str(told.get("error", "")))
    elif kind.startswith(("date_", "datetime_")):
        words = _DAY if kind.startswith("date_") else _MOMENT
    else:
        words = _EXPECTED.get(kind)
    return None if words is None else (words, "")
