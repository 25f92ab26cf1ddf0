"""The chapters of a pack's page for people: what was agreed, who worked, what was settled on the way and gained.

Words are Chinese and are translated when the page is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from engagement.facts.agreement import LEVEL_LABELS, SIDE_LABELS
from engagement.facts.capitals import capitals, is_payable
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.values import Value

Row = tuple[str, ...]
FACTS: Row = ("项", "内容")
"""The head of a table of names and what they are."""


class Block(Value):
    """One table with its title."""

    title: str
    head: Row
    rows: tuple[Row, ...]


def agreed(engagement: Engagement) -> Iterator[Block]:
    """The terms in force in words, and the signed copies."""
    agreement = engagement.agreement
    if agreement is None:
        return
    offer = agreement.offer
    rows = [
        ("服务内容", offer.scope),
        ("价格（元）", offer.price),
        ("完成日期", offer.finish_by.isoformat()),
        ("知识产权", offer.intellectual_property),
        ("密级", LEVEL_LABELS[offer.level]),
        ("成果清单", "\n".join(offer.deliverables) or "—"),
        ("企业的授权签字人", agreement.signatories.enterprise),
        ("依托单位的授权签字人", agreement.signatories.host),
    ]
    if is_payable(offer.price):
        rows.insert(2, ("大写金额", f"人民币{capitals(offer.price)}"))
    if engagement.contacts is not None:
        rows += [("甲方联系人", engagement.contacts.enterprise), ("中心联系人", engagement.contacts.centre)]
    yield Block(title="约定的内容", head=FACTS, rows=tuple(rows))
    yield Block(
        title="签署件",
        head=("版本", "哪一方", "签字人", "日期", "摘要（SHA-256）"),
        rows=tuple(
            (str(one.version), SIDE_LABELS[one.side], one.signed_by, one.signed_on.isoformat(), one.sha256)
            for one in engagement.signed_copies
        ),
    )


def served(engagement: Engagement) -> Iterator[Block]:
    """Who did the work, and its milestones."""
    team = engagement.team
    members = [(one.name, "负责人" if one is team.lead else "成员") for one in team.members] if team else []
    yield Block(title="项目组", head=("姓名", "职责"), rows=tuple(members))
    yield Block(
        title="里程碑",
        head=("名称", "计划日期", "完成日期"),
        rows=tuple(
            (one.name, one.due.isoformat(), one.done_on.isoformat() if one.done_on else "—")
            for one in engagement.milestone_states
        ),
    )


def settled(engagement: Engagement) -> Iterator[Block]:
    """What was accepted in parts, and disputes with what each side said."""
    quantities = {one.id: one.quantity for version in engagement.agreements for one in version.offer.criteria}

    def named(ids: tuple[str, ...]) -> str:
        return "、".join(quantities.get(id) or id for id in ids) or "—"

    yield Block(
        title="部分验收",
        head=("日期", "指标", "成果", "说明"),
        rows=tuple(
            (
                one.at.astimezone(CHINA).date().isoformat(),
                named(one.part.criteria),
                "、".join(one.part.deliverables) or "—",
                one.part.note or "—",
            )
            for one in engagement.acceptances
        ),
    )
    yield Block(
        title="争议",
        head=("日期", "指标", "企业的意见", "中心的意见"),
        rows=tuple(
            (
                one.at.astimezone(CHINA).date().isoformat(),
                named(one.statements.criteria),
                one.statements.enterprise or "—",
                one.statements.centre or "—",
            )
            for one in engagement.disputes
        ),
    )


def gained(engagement: Engagement) -> Iterator[Block]:
    """Outcomes beside the deliverables, and trainings."""
    yield Block(
        title="产出",
        head=("种类", "名称", "编号", "日期"),
        rows=tuple((one.kind, one.title, one.number or "—", one.on.isoformat()) for one in engagement.outcomes),
    )
    yield Block(
        title="培训",
        head=("内容", "日期", "学时", "讲授", "学员"),
        rows=tuple(
            (one.topic, one.on.isoformat(), one.hours, one.trainer, "、".join(one.trainees))
            for one in engagement.trainings
        ),
    )
