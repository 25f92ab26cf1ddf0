"""The base of every value: frozen, closed to unknown fields, without NaN.

Values are the words of the trade. Once made they are never changed: ``draft.model_copy(update=…)``, not
``draft.x = …``. They carry no session and no framework and may go straight onto the wire.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Frozen, ``extra=forbid``, infinite and NaN numbers refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


V = TypeVar("V", bound=Value)


def value_of(kind: type[V], row: object, **read: object) -> V:
    """A value of what a stored row, or another value, holds under the same names; ``read``: what it holds otherwise."""
    return kind.model_validate({name: read[name] if name in read else getattr(row, name) for name in kind.model_fields})
