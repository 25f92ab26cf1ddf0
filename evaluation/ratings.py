"""What was found out about one indicator: the raw datum, where it comes from and how it was collected.

The datum is kept as it was given. Whether it can be scored is decided by :mod:`evaluation.normalise`; a datum that
cannot is "未评" with a reason, not an error and never a zero.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from evaluation.exact import WholeNumber
from evaluation.indicators import Source
from foundation.values import Value

Collection = Literal["interview", "questionnaire", "online", "mystery_shopper", "blind_sample", "records"]
"""现场访谈 · 问卷调查 · 网络调查 · 神秘顾客 (S1-22) · 盲样 (S1-08), and the records of the service itself."""

_LONGEST = 64


class Rating(Value):
    """One datum, in the form its rule asks for.

    ========  =====================================================================================
    ``LIN``   ``value``, or ``numerator`` and ``denominator``
    ``RATE``  ``numerator`` and ``denominator``, or ``value`` between 0 and 1
    ``YN``    ``value``: ``yes``/``no`` or 有/无
    ``CHK``   ``items`` that are fulfilled, or ``value`` = how many
    ``LVL``   ``votes`` by grade word, or ``value`` = one grade word
    ``LIK``   ``votes`` by ``"1"``…``"5"``, or ``value`` = the mean
    ========  =====================================================================================

    Votes or items beside a ``value`` must say the same (:mod:`evaluation.one_datum`). Numbers are decimal text.
    ``response_rate`` (0–1) belongs to questionnaires.
    """

    indicator: str = Field(max_length=_LONGEST)
    value: str | None = Field(default=None, max_length=_LONGEST)
    numerator: str | None = Field(default=None, max_length=_LONGEST)
    denominator: str | None = Field(default=None, max_length=_LONGEST)
    votes: dict[str, WholeNumber] | None = Field(default=None, max_length=_LONGEST)
    items: tuple[str, ...] | None = Field(default=None, max_length=_LONGEST)
    response_rate: str | None = Field(default=None, max_length=_LONGEST)
    source: Source | None = None
    collected_by: Collection | None = None
    evidence: str = Field(default="", max_length=2_000)
