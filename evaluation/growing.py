"""Values whose hash is kept for years may still learn new fields: what says nothing is not written."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import SerializerFunctionWrapHandler, model_serializer

from foundation.values import Value


class Growing(Value):
    """A value whose ``later`` fields were added after its first hash: they are dumped only when they say something.

    So a scheme written before a field existed keeps its SHA-256, and a report made under it still verifies.
    """

    later: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _what_says_something(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = handler(self)
        fields = type(self).model_fields
        silent = {name for name in self.later if getattr(self, name) == fields[name].get_default()}
        return {name: value for name, value in plain.items() if name not in silent}
