"""The scanned copy of a signed agreement: whose, by whom, when, and which hash was signed. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from engagement.facts.agreement import SIDE_LABELS, SIDES, Agreement, Side
from foundation.language import Sentence, sentence
from foundation.values import Value

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class SignedCopy(Value):
    """What is handed in: the copy of one side."""

    side: Side
    signed_by: str = Field(min_length=1, max_length=200)
    """The authorised signatory, by name."""
    signed_on: date
    digest: Digest
    """The hash that stands on the paper; must be that of the agreement."""
    sha256: Digest
    """The scanned file, kept with the engagement (:mod:`engagement.files`)."""


class HeldCopy(SignedCopy):
    """A copy as it was attached: to which version, by whom and when."""

    version: int
    attached_by: str
    attached_at: datetime


class Signatures(Value):
    """How complete the copies of one version are."""

    version: int
    copies: tuple[HeldCopy, ...]
    """The latest of each side."""
    missing: tuple[Side, ...]
    says: Sentence

    @property
    def is_complete(self) -> bool:
        """签署件齐全: both sides' copies are in."""
        return not self.missing


def signatures(agreement: Agreement, held: tuple[HeldCopy, ...], *, is_over: bool = False) -> Signatures:
    """The copies of a version; ``is_over``: the engagement ended, which a missing copy does not hinder but shows."""
    latest = {copy.side: copy for copy in held if copy.version == agreement.version}
    missing = tuple(side for side in SIDES if side not in latest)
    lacking = "、".join(SIDE_LABELS[side] for side in missing)
    if not missing:
        says = sentence("第 {version} 版签署件齐全", version=agreement.version)
    elif is_over:
        says = sentence("项目已终结，第 {version} 版签署件仍缺：{sides}", version=agreement.version, sides=lacking)
    else:
        says = sentence("第 {version} 版签署件还缺：{sides}", version=agreement.version, sides=lacking)
    copies = tuple(latest[side] for side in SIDES if side in latest)
    return Signatures(version=agreement.version, copies=copies, missing=missing, says=says)
