"""The report's text, chapter by chapter in the order of S1-28, for one language."""

from __future__ import annotations

from collections.abc import Iterator

from evaluation.report.annexes import annexes
from evaluation.report.blocks import Block, Document, Heading, Listing, Paragraph, Table, facts_table
from evaluation.report.content import Report
from evaluation.report.pictures import score_pictures
from evaluation.report.wording import COLLECTED, KINDS, PARTS, Words, places
from foundation.language import Language


def document(report: Report, language: Language = "zh") -> Document:
    """The whole report in ``language``. What people wrote stays as they wrote it."""
    project, content = report.sources.project, report.sources.assessment
    words = Words(content, language)
    grade = words.grade(content.results.star_label or "—")
    total = content.results.total or "—"
    return Document(
        language="zh-CN" if language == "zh" else "en",
        title=words.say("服务质量评价报告"),
        subtitle=project.title,
        facts=(
            (words.say("被评价单位"), project.subject.name),
            (words.say("评价机构"), project.evaluator.name),
            (words.say("评价类型"), words.of(KINDS[project.kind])),
            (words.say("报告日期"), words.day(report.dated)),
        ),
        result=words.say("总分 {total}，{grade}", total=total, grade=grade),
        author=project.evaluator.name,
        dated=report.dated.isoformat(),
        sha256=report.sha256,
        blocks=tuple(_blocks(report, words)),
    )


def _blocks(report: Report, words: Words) -> Iterator[Block]:
    yield from _sides(report, words)
    yield Heading(text=words.say("2 评价目标"))
    yield Paragraph(text=report.sources.project.plan.goal.strip())
    yield from _methods(report, words)
    yield from _scores(report, words)
    yield Heading(text=words.say("5 专家及评价机构指导意见"))
    for opinion in report.sources.project.opinions:
        kind = words.say("专家") if opinion.by == "expert" else words.say("评价机构")
        yield Heading(text=f"{kind} · {opinion.name}", level=2)
        yield Paragraph(text=opinion.text.strip())
    yield from _time(report, words)
    yield Heading(text=words.say("7 结论及建议"))
    yield Heading(text=words.say("结论"), level=2)
    yield Paragraph(text=report.sources.project.conclusion.strip())
    yield Heading(text=words.say("建议"), level=2)
    yield Listing(items=tuple(one.strip() for one in report.sources.project.suggestions if one.strip()))
    yield from annexes(report, words)


def _sides(report: Report, words: Words) -> Iterator[Block]:
    project = report.sources.project
    yield Heading(text=words.say("1 评价机构和项目方"))
    rows = [
        (words.say("评价机构"), f"{project.evaluator.name}\n{project.evaluator.basics.strip()}"),
        (words.say("项目方"), f"{project.subject.name}\n{project.subject.basics.strip()}"),
    ]
    if project.host:
        rows.append((words.say("依托单位"), "\n".join(filter(None, (project.host.name, project.host.basics.strip())))))
    rows += [
        (words.say("评价类型"), words.of(KINDS[project.kind])),
        (words.say("委托方"), project.commissioned_by or "—"),
        (words.say("授权依据"), project.authorisation or "—"),
        (words.say("结果使用者"), words.joined(list(project.used_by)) or "—"),
    ]
    yield facts_table(rows)
    yield Heading(text=words.say("参加人员的资质和身份"), level=2)
    yield Table(
        head=tuple(words.say(name) for name in ("身份类别", "姓名", "单位", "资质", "职务", "利益关系声明")),
        rows=tuple(
            (words.of(PARTS[one.part]), one.name, one.unit, one.qualification, one.identity,
             one.conflict or words.say("无"))
            for part in PARTS
            for one in project.participants
            if one.part == part
        ),
        widths=(3, 3, 6, 6, 4, 4),
    )  # fmt: skip


def _methods(report: Report, words: Words) -> Iterator[Block]:
    project, content = report.sources.project, report.sources.assessment
    yield Heading(text=words.say("3 评价内容和方法"))
    yield Paragraph(text=project.plan.content.strip())
    yield Listing(items=tuple(one.strip() for one in project.plan.methods if one.strip()))
    if project.plan.rules.strip():
        yield Paragraph(text=project.plan.rules.strip())
    used = {line.rating.collected_by for line in content.results.indicators if line.rating}
    ways = [words.of(name) for kind, name in COLLECTED.items() if kind in used]
    rows = [
        (words.say("评价方案"), content.grading.scheme),
        (words.say("数据时间段"), words.days(content.occasion.period_from or project.plan.data_from,
                                        content.occasion.period_until or project.plan.data_until)),
        (words.say("采集方式"), words.joined(ways) or "—"),
    ]  # fmt: skip
    if project.pilot_findings.strip():
        rows.append((words.say("试调查"), project.pilot_findings.strip()))
    yield facts_table(rows)
    if project.questionnaires:
        yield Heading(text=words.say("问卷及版本"), level=2)
        yield Table(
            head=tuple(words.say(name) for name in ("问卷", "版本", "改动", "发出", "收回")),
            rows=tuple(
                (one.title, str(one.version), one.changed or "—", _count(one.sent), _count(one.returned))
                for one in project.questionnaires
            ),
            widths=(5, 2, 7, 2, 2),
            numbers=(1, 3, 4),
        )
    yield Heading(text=words.say("偏离计划的情况"), level=2)
    if not project.deviations:
        yield Paragraph(text=words.say("没有偏离计划。"))
        return
    yield Table(
        head=tuple(words.say(name) for name in ("日期", "情况", "原因", "决定人")),
        rows=tuple((words.day(one.on), one.what, one.why, one.decided_by) for one in project.deviations),
        widths=(3, 6, 6, 3),
    )


def _count(number: int | None) -> str:
    return "—" if number is None else str(number)


def _scores(report: Report, words: Words) -> Iterator[Block]:
    results = report.sources.assessment.results
    elements = [group for group in results.groups if group.parent == "T"]
    are_four = len(elements) == 4
    yield Heading(text=words.say("4 四要素及各指标得分") if are_four else words.say("4 各要素及各指标得分"))
    rows = [
        (f"{one.id} {words.names[one.id]}", one.score or words.say("未评"), one.effective, places(one.contribution, 4))
        for one in elements
    ]
    rows.append((words.names["T"], results.total or "—", "", places(results.exact or "0", 4)))
    head = tuple(words.say(name) for name in ("要素", "得分", "有效权重", "对总分的贡献"))
    yield Table(head=head, rows=tuple(rows), widths=(8, 3, 3, 4), numbers=(1, 2, 3), strong=(len(rows) - 1,))
    pictures = score_pictures(report, words)
    yield from pictures[:2]
    for element in elements:
        yield Heading(text=f"{element.id} {words.names[element.id]}", level=2)
        yield _indicators(report, words, element.id)
    yield from pictures[2:]


def _indicators(report: Report, words: Words, element: str) -> Table:
    """Everything under one element: each second-level line, then its indicators."""
    results = report.sources.assessment.results
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for group in [group for group in results.groups if element in (group.id, group.parent)]:
        lines = [line for line in results.indicators if line.parent == group.id]
        if group.id != element:
            strong.append(len(rows))
            rows.append((group.id, words.names[group.id], "", "", group.score or words.say("未评"), group.effective,
                         places(group.contribution, 4)))  # fmt: skip
        for line in lines:
            way = COLLECTED.get(line.rating.collected_by or "") if line.rating else None
            rows.append((line.id, words.names[line.id], words.datum(line), words.of(way) or "—",
                         words.score(line), line.effective, places(line.contribution, 4)))  # fmt: skip
    head = tuple(words.say(name) for name in ("编号", "指标", "数据", "采集方式", "得分", "有效权重", "贡献"))
    return Table(head=head, rows=tuple(rows), widths=(5, 12, 9, 7, 5, 6, 6), numbers=(4, 5, 6), strong=tuple(strong))


def _time(report: Report, words: Words) -> Iterator[Block]:
    project = report.sources.project
    yield Heading(text=words.say("6 评价时间"))
    first, last = words.day(project.evaluated_from), words.day(project.evaluated_until)
    yield facts_table(
        [
            (words.say("评价时间"), words.say("{first} 至 {last}", first=first, last=last)),
            (words.say("报告日期"), words.day(project.report_on)),
            (words.say("约定的交付期限"), words.day(project.plan.report_due)),
        ]
    )
