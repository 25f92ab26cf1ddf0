"""Values that compute something large from themselves once and keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from foundation.values import Value


class Remembering(Value):
    """A value with cached properties. A copy starts without them: a changed scheme must not keep the old hash."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with ``update`` applied that remembers nothing."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied
