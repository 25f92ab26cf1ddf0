"""A value as JSON for a person's program: sentences in the language of this run, numbers as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foundation.language import Language
    from foundation.values import Value


def plain(value: Value, language: Language) -> Any:
    """The plain JSON of ``value`` with every sentence worded."""
    return _worded(value.model_dump(mode="json"), language)


def _worded(given: Any, language: Language) -> Any:
    from foundation.language import render

    if isinstance(given, Mapping):
        if set(given) == {"template", "facts"}:
            return render(given["template"], given["facts"], language)
        return {key: _worded(one, language) for key, one in given.items()}
    return [_worded(one, language) for one in given] if isinstance(given, list) else given
