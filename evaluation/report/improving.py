"""What a report says about improvement (S0-41): the plan from what holds the grade down, then the records.

The plan follows from the assessment alone, so no report is without one; a record is what people wrote down for an
indicator: finding, cause, action, owner, due, effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from evaluation.assessment import Assessment
from evaluation.improvement.proposing import ImprovementPlan, Option, improvement_plan
from evaluation.improvement.records import ImprovementRecord
from evaluation.report.blocks import Block, Heading, Paragraph, Table
from evaluation.report.content import Report
from evaluation.report.coverage import scheme_of
from evaluation.report.wording import EFFECTS, Words, places

_MOST = 10
"""Indicators in the plan of a report."""


def improving(report: Report, words: Words) -> Iterator[Block]:
    """The annex of improvement: plan and records."""
    yield Heading(text=words.say("附录 E 改进事项"))
    content = report.sources.assessment
    assessment = Assessment(content=content, sha256=report.assessment_sha256)
    plan = improvement_plan(assessment, _MOST, scheme_of(content), report.sources.hits)
    if plan is not None:
        yield Heading(text=words.say("改进计划"), level=2)
        yield from _plan(plan, report.sources.improvement, words)
        yield Heading(text=words.say("改进记录"), level=2)
    yield from _records(report.sources.improvement, words)


def _plan(plan: ImprovementPlan, records: tuple[ImprovementRecord, ...], words: Words) -> Iterator[Block]:
    for veto in plan.vetoes:
        text = words.say("{name}：{outcome}，与得分无关", name=veto.name, outcome=veto.outcome)
        text += f" · {veto.evidence}" if veto.evidence else ""
        for measure in veto.measures:
            text += "\n" + words.say("措施：{measure}", measure=measure)
        yield Paragraph(text=text, is_warning=True)
    grade, facts = words.grade(plan.label), {"total": plan.total}
    if plan.next_label is None:
        yield Paragraph(text=words.say("总分 {total}，{grade}，已是最高一级。", **facts, grade=grade))
    else:
        facts |= {"distance": places(plan.distance or "0", 2), "next": words.grade(plan.next_label)}
        yield Paragraph(text=words.say("总分 {total}，{grade}；距“{next}”还差 {distance} 分。", **facts, grade=grade))
    if plan.cycle_years:
        yield Paragraph(text=words.say("方案按 {years} 年的平均定等，这里只看这一年", years=plan.cycle_years))
    if plan.options:
        alone = any(option.target_score is not None for option in plan.options)
        head = ("指标", "得分", "最多可使总分增加", *_ALONE * alone, "改进记录")
        written = {record.item.indicator for record in records}
        yield Table(
            head=tuple(words.say(name) for name in head),
            rows=tuple(_row(option, alone, option.indicator in written, words) for option in plan.options),
            widths=(8, 3, 4, *(4, 4) * alone, 4),
            numbers=(1, 2, *(3,) * alone),
        )
    if plan.together:
        yield Paragraph(text=words.say("最少要一起提到满分才能升等的：{ids}", ids=words.joined(list(plan.together))))


_ALONE = ("单独提到多少分即可升等", "相应的数据")
"""Columns that stand only where one indicator alone reaches the next grade."""


def _row(option: Option, alone: bool, has_record: bool, words: Words) -> tuple[str, ...]:
    target = (option.target_score or "—", words.word(option.target_value) if option.target_value else "—")
    return (
        f"{option.indicator} {words.names.get(option.indicator, option.name)}",
        option.score,
        places(option.at_most, 2),
        *target * alone,
        words.say("见下") if has_record else words.say("尚无"),
    )


def _records(records: tuple[ImprovementRecord, ...], words: Words) -> Iterator[Block]:
    if not records:
        yield Paragraph(text=words.say("没有随附改进事项。"))
        return
    head = tuple(words.say(name) for name in ("指标", "问题", "原因", "措施", "责任人", "期限", "效果"))
    rows = []
    for record in records:
        item = record.item
        scores = {"before": record.check.before, "after": record.check.after} if record.check else {}
        change = words.say("得分由 {before} 到 {after}", **scores) if scores else ""
        effect = "\n".join(filter(None, (words.of(EFFECTS[item.effect]), change, item.effect_note)))
        rows.append((item.indicator, words.of(item.finding), item.cause or "—", item.action or "—",
                     item.owner or "—", words.day(item.due), effect))  # fmt: skip
    yield Table(head=head, rows=tuple(rows), widths=(5, 7, 5, 5, 4, 5, 5))
