"""What is handed over, and whether a certificate or report may go out at all (S4-20)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from foundation.language import Sentence, sentence
from foundation.values import Value

Kind = Literal["检定证书", "校准证书", "测试报告", "其他"]
"""The three kinds of documents of seed 004 七(一), and everything else."""


class Deliverable(Value):
    """One thing handed in: its name as agreed, its kind, the SHA-256 of the file, and what is on its cover."""

    name: str = Field(min_length=1, max_length=200)
    kind: Kind = "其他"
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    number: str | None = Field(default=None, max_length=100)
    issuer: str | None = Field(default=None, max_length=200)
    issued_on: date | None = None
    has_mark_on_cover: bool | None = None
    """The centre's mark stands at the top of the cover."""
    is_inside_scope: bool | None = None


def issue_faults(deliverable: Deliverable, today: date) -> tuple[Sentence, ...]:
    """Why this document may not be issued: mark, scope, issuer, date. Unknown never passes; other kinds are free."""
    if deliverable.kind == "其他":
        return ()
    faults = []
    if not deliverable.has_mark_on_cover:
        faults.append(sentence("“{name}”封面上方没有中心标识", name=deliverable.name))
    if not deliverable.is_inside_scope:
        faults.append(sentence("“{name}”没有确认在批准的能力范围之内", name=deliverable.name))
    if not deliverable.issuer or not deliverable.number:
        faults.append(sentence("“{name}”没有编号或签发人", name=deliverable.name))
    if deliverable.issued_on is None or deliverable.issued_on > today:
        faults.append(sentence("“{name}”的签发日期缺少或在将来", name=deliverable.name))
    return tuple(faults)


def missing(agreed: tuple[str, ...], handed_in: tuple[Deliverable, ...]) -> tuple[str, ...]:
    """The agreed deliverables that are not in, in the order of the agreement."""
    present = {deliverable.name.strip() for deliverable in handed_in}
    return tuple(name for name in agreed if name.strip() not in present)
