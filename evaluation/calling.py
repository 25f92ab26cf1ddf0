"""A JSON object as the keyword arguments of a function: what is missing or unknown is named, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any, TypeVar

from foundation.errors import InvalidInput

Answer = TypeVar("Answer")


def called(name: str, function: Callable[..., Answer], content: Any) -> Answer:
    """``function(**content)``; ``InvalidInput`` names a key that ``name`` does not have, or one it needs."""
    if not isinstance(content, Mapping):
        raise InvalidInput("input_not_an_object", "输入要是一个 JSON 对象", field="input")
    known = signature(function).parameters
    for key in content:
        if key not in known:
            raise InvalidInput(
                "input_key_unknown", "{name} 没有“{field}”这一项；有：{names}",
                field=str(key)[:40], name=name, names="、".join(known),
            )  # fmt: skip
    for key, parameter in known.items():
        if key not in content and parameter.default is Parameter.empty:
            raise InvalidInput("input_key_missing", "{name} 缺“{field}”这一项", field=key, name=name)
    return function(**content)
