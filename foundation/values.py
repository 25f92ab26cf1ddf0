"""The base of every value: frozen, closed to unknown fields, without NaN.

Values are the words of the trade. Once made they are never changed: ``draft.model_copy(update=…)``, not
``draft.x = …``. They carry no session and no framework and may go straight onto the wire.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Frozen, ``extra=forbid``, infinite and NaN numbers refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
