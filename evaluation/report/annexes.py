"""What a report says beyond the seven items: scheme, weights, gaps, coverage, sensitivity, improvement, hashes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evaluation.report.blocks import Block, Heading, Paragraph, Table, facts_table
from evaluation.report.content import Report
from evaluation.report.improving import improving
from evaluation.report.pictures import weight_pictures
from evaluation.report.robustness import robustness
from evaluation.report.wording import MISSING, Words


def annexes(report: Report, words: Words) -> Iterator[Block]:
    """The annexes in order."""
    yield from _weights(report, words)
    yield from _gaps(report, words)
    yield from _coverage(report, words)
    yield from robustness(report, words)
    yield from improving(report, words)
    yield from _scheme(report, words)


def _weights(report: Report, words: Words) -> Iterator[Block]:
    content = report.sources.assessment
    yield Heading(text=words.say("附录 A 权重、来源和一致性"))
    rows = []
    for group in content.weights.get("groups", ()):
        weights = "  ".join(f"{name} {weight}" for name, weight in group["weights"].items())
        rows.append(
            (_level(group["parent"], words), words.method(str(group["method"])), weights, _consistency(group, words))
        )
    head = tuple(words.say(name) for name in ("上级", "方法", "权重", "一致性"))
    yield Table(head=head, rows=tuple(rows), widths=(5, 3, 11, 5))
    yield from weight_pictures(report, words)


def _level(parent: str, words: Words) -> str:
    name = words.names.get(parent, "")
    return name if parent == "T" else f"{parent} {name}"


def _consistency(group: dict[str, Any], words: Words) -> str:
    """The consistency ratio where the method has one, and the method's own warnings."""
    diagnostics = group.get("diagnostics") or {}
    said = [f"CR = {diagnostics['cr']}"] if "cr" in diagnostics else []
    said += [words.kept(warning) for warning in group.get("warnings") or ()]
    return "\n".join(said) or "—"


def _gaps(report: Report, words: Words) -> Iterator[Block]:
    content = report.sources.assessment
    yield Heading(text=words.say("附录 B 未评的指标和提醒"))
    if content.results.missing:
        policy = words.of(MISSING[content.policies.missing])
        yield Paragraph(text=words.say("未评指标的处理方式：{policy}。", policy=policy))
        head = tuple(words.say(name) for name in ("编号", "指标", "未评的原因"))
        rows = tuple(
            (one.id, words.names.get(one.id, one.name), words.of(one.reason)) for one in content.results.missing
        )
        yield Table(head=head, rows=rows, widths=(2, 7, 9))
    else:
        yield Paragraph(text=words.say("全部指标都已评价。"))
    unsaid = [line.id for line in content.results.indicators if line.rating and not line.rating.collected_by]
    if unsaid:
        text = words.say("有 {count} 项数据没有写明采集方式：{ids}", count=len(unsaid), ids=words.joined(unsaid))
        yield Paragraph(text=text, is_warning=True)
    for remark in content.results.warnings:
        about = f"{words.joined(list(remark.about))}: " if remark.about else ""
        yield Paragraph(text=about + words.of(remark.says), is_warning=True)


def _coverage(report: Report, words: Words) -> Iterator[Block]:
    found = report.coverage
    yield Heading(text=words.say("附录 C 五大服务体系的覆盖"))
    if not found.is_known:
        yield Paragraph(text=words.say("方案没有标明指标所属的服务体系，无法核对。"), is_warning=True)
        return
    yield Paragraph(
        text=words.say(
            "覆盖 {count}/5：{systems}", count=len(found.covered),
            systems=words.joined([words.word(system) for system in found.covered]) or "—",
        )
    )  # fmt: skip
    if found.missing:
        missing = words.joined([words.word(system) for system in found.missing])
        yield Paragraph(text=words.say("没有评到的服务体系：{systems}", systems=missing), is_warning=True)


def _scheme(report: Report, words: Words) -> Iterator[Block]:
    content = report.sources.assessment
    limits = sorted(content.grading.stars or content.grading.grades, key=lambda limit: -limit.at_least)
    called = words.say("星级界限") if content.grading.stars else words.say("等级界限")
    yield Heading(text=words.say("附录 F 方案、版本和摘要"))
    yield facts_table(
        [
            (words.say("评价方案"), content.grading.scheme),
            (called, words.joined([f"{words.grade(one.label)} ≥ {one.at_least:f}" for one in limits])),
            (words.say("计算程序"), f"{content.engine.name} {content.engine.version}"),
            (words.say("评价版本"), _revision(report, words)),
            (words.say("方案摘要"), content.grading.scheme_sha256),
            (words.say("权重摘要"), content.weights_sha256),
            (words.say("评价摘要"), report.assessment_sha256),
            (words.say("报告摘要"), report.sha256),
        ]
    )


def _revision(report: Report, words: Words) -> str:
    revision = report.sources.assessment.revision
    if revision.corrects is None:
        return str(revision.version)
    return words.say(
        "{version}，更正 {old}：{reason}", version=revision.version, old=revision.corrects, reason=revision.reason
    )
