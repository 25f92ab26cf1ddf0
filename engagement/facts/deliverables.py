"""What is handed over, and whether a certificate or report may go out at all (S4-20)."""

from __future__ import annotations

from collections.abc import Sequence
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


class DeliverableVersion(Value):
    """One thing handed in, counted among those of its name."""

    version: int
    """From 1."""
    deliverable: Deliverable
    changed: tuple[str, ...] = ()
    """The fields that differ from the version before, in their order; of version 1 none."""


class Span(Value):
    """From when until when a certificate is in force, both days included."""

    certificate: str | None = None
    valid_from: date
    valid_until: date

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= day <= self.valid_until


class Cover(Value):
    """The certificates by which one of the agreed tests lies inside the approved scope: one in force is enough."""

    spans: tuple[Span, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether the test is covered on the day."""
        return any(one.holds_on(day) for one in self.spans)


class DocumentBar(Value):
    """What the engagement itself says against issuing certificates and reports."""

    scope: Sentence | None = None
    """Why the agreed work lies outside the approved scope."""
    without_test: bool = False
    """Accepted as method development: no test was promised."""
    is_in_development: bool = False
    """The reviewed plan works with a method that has yet to be developed."""
    not_before: date | None = None
    """The day of the first signing."""
    covers: tuple[Cover, ...] = ()
    """What must be in force on the day of issue."""


def latest(handed_in: Sequence[Deliverable]) -> tuple[Deliverable, ...]:
    """Of each name the one that was handed in last, in the order of the names."""
    return tuple({deliverable.name.strip(): deliverable for deliverable in handed_in}.values())


def versions(handed_in: Sequence[Deliverable]) -> tuple[DeliverableVersion, ...]:
    """Everything handed in with its version: the same name again is the next one, and the former ones stay."""
    newest: dict[str, DeliverableVersion] = {}
    found = []
    for one in handed_in:
        before = newest.get(one.name.strip())
        fields = [name for name in Deliverable.model_fields if name != "name"] if before else []
        changed = tuple(name for name in fields if before and getattr(one, name) != getattr(before.deliverable, name))
        version = DeliverableVersion(version=before.version + 1 if before else 1, deliverable=one, changed=changed)
        newest[one.name.strip()] = version
        found.append(version)
    return tuple(found)


def issue_faults(deliverable: Deliverable, today: date, bar: DocumentBar | None = None) -> tuple[Sentence, ...]:
    """Why this document may not be issued: mark, scope, issuer, date. Unknown never passes; other kinds are free."""
    if deliverable.kind == "其他":
        return ()
    bar = bar or DocumentBar()
    faults = [] if bar.scope is None else [bar.scope]
    if bar.without_test:
        faults.append(sentence("按方法开发开始的项目不出具证书和报告：“{name}”", name=deliverable.name))
    if bar.is_in_development:
        faults.append(sentence("方法还在开发，确认并重新评审以前不能出具“{name}”", name=deliverable.name))
    if bar.not_before and deliverable.issued_on and deliverable.issued_on < bar.not_before:
        faults.append(sentence("“{name}”的签发日期早于协议签订", name=deliverable.name))
    if not deliverable.has_mark_on_cover:
        faults.append(sentence("“{name}”封面上方没有中心标识", name=deliverable.name))
    if not deliverable.is_inside_scope:
        faults.append(sentence("“{name}”没有确认在批准的能力范围之内", name=deliverable.name))
    if not deliverable.issuer or not deliverable.number:
        faults.append(sentence("“{name}”没有编号或签发人", name=deliverable.name))
    if deliverable.issued_on is None or deliverable.issued_on > today:
        faults.append(sentence("“{name}”的签发日期缺少或在将来", name=deliverable.name))
    elif not all(cover.holds_on(deliverable.issued_on) for cover in bar.covers):
        day = str(deliverable.issued_on)
        faults.append(
            sentence("签发“{name}”的那天（{day}），所依据的资质证书不在有效期内", name=deliverable.name, day=day)
        )
    return tuple(faults)


def missing(agreed: tuple[str, ...], handed_in: tuple[Deliverable, ...]) -> tuple[str, ...]:
    """The agreed deliverables that are not in, in the order of the agreement."""
    present = {deliverable.name.strip() for deliverable in handed_in}
    return tuple(name for name in agreed if name.strip() not in present)
