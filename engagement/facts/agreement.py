"""The agreement: one offer that both sides confirmed by the same hash, signed by the host legal person (S0-02, B7).

A centre is not a legal person and never signs alone; the contracting party is its host institution.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from engagement.facts.acceptance import Criterion, DecimalText
from evaluation.canonical import sha256
from foundation.language import Sentence, sentence
from foundation.secrecy import ORDER, Level
from foundation.values import Value

Side = Literal["enterprise", "host"]
SIDES: tuple[Side, ...] = ("enterprise", "host")
SIDE_LABELS: Mapping[Side, str] = MappingProxyType({"enterprise": "企业", "host": "依托单位"})
LEVEL_LABELS: Mapping[Level, str] = MappingProxyType({"public": "公开", "internal": "内部", "secret": "商密"})


class Offer(Value):
    """What one side proposes: the whole content of an agreement. Rounds are counted by the engagement."""

    party: str = Field(min_length=1, max_length=64)
    """The legal person that will sign: the id of the host institution."""
    scope: str = Field(min_length=1, max_length=20_000)
    price: DecimalText
    """Yuan."""
    finish_by: date
    intellectual_property: str = Field(min_length=1, max_length=20_000)
    level: Level
    criteria: tuple[Criterion, ...] = Field(default=(), max_length=500)
    deliverables: tuple[str, ...] = Field(default=(), max_length=500)
    """The names of what is to be handed over."""
    rework_limit: int | None = Field(default=None, ge=0, le=100)
    """How often the result may be reworked, where the parties agree on it; the limit of the site holds as well."""

    @model_validator(mode="after")
    def _sound(self) -> Offer:
        if self.price.startswith("-"):
            raise ValueError("a price is never negative")
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) != len(ids):
            raise ValueError("two criteria have the same id")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical content without empty fields: equal for equal terms, whoever computes it."""
        return sha256(self.model_dump(mode="json", exclude_none=True))


class Confirmation(Value):
    """One side says yes to the terms with this digest."""

    side: Side
    digest: str
    actor_id: str
    at: datetime


class Signatories(Value):
    """Who signs with authority for each side."""

    enterprise: str = Field(min_length=1, max_length=200)
    host: str = Field(min_length=1, max_length=200)


class ContractReview(Value):
    """Gate G0 (合同评审): four questions answered before signing, for one version of the terms."""

    capability: bool
    scope: bool
    secrecy: bool
    impartiality: bool
    note: str = Field(default="", max_length=4_000)

    @property
    def is_passed(self) -> bool:
        """All four are answered with yes."""
        return self.capability and self.scope and self.secrecy and self.impartiality


class Agreement(Value):
    """A signed version; an amendment makes the next one."""

    version: int
    offer: Offer
    digest: str
    signatories: Signatories
    signed_at: datetime


def is_held(required: Level, host_level: Level) -> bool:
    """Whether a host that may hold secrets up to ``host_level`` can take on ``required`` (S0-27)."""
    return ORDER.index(required) <= ORDER.index(host_level)


def measurability_fault(offer: Offer) -> Sentence | None:
    """Why acceptance could not be measured under this offer (B7); ``None`` when it could."""
    if not offer.criteria:
        return sentence("协议没有验收指标，不能签订")
    for criterion in offer.criteria:
        if criterion.missing:
            return sentence(
                "验收指标“{criterion}”不可测量，缺：{missing}",
                criterion=criterion.quantity or criterion.id,
                missing="、".join(criterion.missing),
            )
    return None


def confirmed_by(confirmations: tuple[Confirmation, ...], offer: Offer) -> frozenset[Side]:
    """The sides that confirmed exactly these terms."""
    return frozenset(one.side for one in confirmations if one.digest == offer.digest)
