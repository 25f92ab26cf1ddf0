"""The pages of a pack for people: who, what was agreed, measured, handed over, said, and the digest of every member."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from engagement.describe import CODE_LABELS
from engagement.facts.acceptance import OUTCOME_LABELS, Criterion, Measurement
from engagement.facts.benefits import GRADE_LABELS, KINDS
from engagement.facts.survey import QUESTIONS
from engagement.log import OPEN
from engagement.pack import chapters
from engagement.pack.chapters import FACTS, Block, Row
from engagement.pack.evidence import PartyNames
from engagement.profiles import profile
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.language import Language, translate

_DIGEST = re.compile(r"[0-9a-f]{64}")


def whole(
    engagement: Engagement,
    parties: PartyNames | None,
    members: Mapping[str, str],
    language: Language,
    label: tuple[Row, ...],
) -> bytes:
    """The page of a full pack. ``members``: SHA-256 by path, of all members that are no page."""
    blocks = (
        Block(title="这个包", head=FACTS, rows=label),
        _parties(engagement, parties),
        *chapters.agreed(engagement),
        _agreements(engagement),
        *chapters.served(engagement),
        _accepted(engagement),
        *chapters.settled(engagement),
        _handed_over(engagement),
        *chapters.gained(engagement),
        _reviewed(engagement),
        _said(engagement),
        _effects(engagement),
        timeline(engagement.profile, [_step(entry.model_dump(mode="json")) for entry in engagement.history]),
    )
    return page(blocks, members, language)


def short(
    record: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], members: Mapping[str, str], label: tuple[Row, ...]
) -> dict[str, bytes]:
    """Both pages of a pack from which secret parts were left out: numbers, states and days only."""
    names = ("id", "demand_id", "match_id", "state", "version", "end_reason")
    rows = tuple((name, str(record.get(name, "—"))) for name in names)
    blocks = (
        Block(title="这个包", head=FACTS, rows=label),
        Block(title="项目", head=FACTS, rows=rows),
        timeline(str(record["profile"]), [_step(step) for step in steps]),
    )
    note = "密级为商密：需求、方案与报价、项目组、成果和文件没有放进来，只留每一步的摘要供核对。"
    return {
        "summary.html": page(blocks, members, "zh", note),
        "summary.en.html": page(blocks, members, "en", note),
    }


def page(blocks: Sequence[Block], members: Mapping[str, str], language: Language, note: str = "") -> bytes:
    """One HTML page, nothing fetched, no clock read."""

    def say(text: str) -> str:
        return escape(translate(text, language))

    def shown(cell: str) -> str:
        return f'<td class="digest">{cell}</td>' if _DIGEST.fullmatch(cell) else f"<td>{say(cell)}</td>"

    contents = Block(title="包里的文件和摘要（SHA-256）", head=("文件", "SHA-256"), rows=tuple(sorted(members.items())))
    tables = []
    for block in (*blocks, contents):
        if block.rows:
            head = "".join(f"<th>{say(cell)}</th>" for cell in block.head)
            rows = "".join("<tr>" + "".join(map(shown, row)) + "</tr>\n" for row in block.rows)
            kind = ' class="facts"' if block.head == FACTS else ""
            tables.append(f"<h2>{say(block.title)}</h2>\n<table{kind}><thead><tr>{head}</tr></thead>\n{rows}</table>\n")
    title = say("项目终结材料摘要")
    return (
        f'<!doctype html>\n<html lang="{"en" if language == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>\n'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        + (f"<p><strong>{say(note)}</strong></p>\n" if note else "")
        + "".join(tables)
        + "</body></html>\n"
    ).encode()


def timeline(profile_id: str, steps: Sequence[tuple[str, str, str, str, str]]) -> Block:
    """What happened, one line a step: number, time in China, step, to where, with which outcome."""
    process = profile(profile_id).process
    events = {row.event: row.label for row in process.transitions} | {OPEN: "开始项目"}
    rows = []
    for number, at, event, to, code in steps:
        outcome = CODE_LABELS.get(code, "") if code != event else ""
        rows.append((number, moment(datetime.fromisoformat(at)), events[event], process.state(to).label, outcome))
    return Block(title="办理经过", head=("序号", "时间", "步骤", "之后", "结果"), rows=tuple(rows))


def moment(at: datetime) -> str:
    """A moment in China, to the minute."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _step(entry: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    return str(entry["number"]), str(entry["at"]), str(entry["event"]), str(entry["next"]), str(entry["code"])


def _parties(engagement: Engagement, names: PartyNames | None) -> Block:
    state = profile(engagement.profile).process.state(engagement.state).label
    closed = moment(engagement.closed_at) if engagement.closed_at else "—"
    reason = CODE_LABELS.get(engagement.end_reason or "", engagement.end_reason or "—")
    rows = (
        ("项目编号", engagement.id),
        ("需求编号", engagement.demand_id),
        ("企业", engagement.enterprise),
        ("中心", _named(names.centre if names else None, engagement.centre_id)),
        ("依托单位", _named(names.host if names else None, engagement.host_id)),
        ("状态", state),
        ("开始时间", moment(engagement.opened_at)),
        ("终结时间", closed),
        ("终结原因", reason),
        ("归档摘要", engagement.archive_digest or "—"),
    )
    return Block(title="项目", head=FACTS, rows=rows)


def _named(name: str | None, id: str) -> str:
    return f"{name}（{id}）" if name else id


def _agreements(engagement: Engagement) -> Block:
    rows = tuple(
        (str(one.version), moment(one.signed_at), one.offer.price, one.offer.finish_by.isoformat(), one.digest)
        for one in engagement.agreements
    )
    return Block(title="协议", head=("版本", "签订时间", "价格（元）", "完成日期", "条款摘要"), rows=rows)


def _accepted(engagement: Engagement) -> Block:
    agreement = engagement.agreement
    criteria = agreement.offer.criteria if agreement else ()
    latest = {one.criterion_id: one for one in engagement.measurements}
    found = {one.criterion_id: one.outcome for one in engagement.verdict().judgements}
    rows = tuple(
        (one.quantity, _required(one), _measured(latest.get(one.id)), OUTCOME_LABELS[found[one.id]]) for one in criteria
    )
    return Block(title="验收", head=("指标", "要求", "实测", "判定"), rows=rows)


def _required(criterion: Criterion) -> str:
    return criterion.requirement


def _measured(measurement: Measurement | None) -> str:
    if measurement is None:
        return "—"
    spread = f" ± {measurement.expanded_uncertainty}" if measurement.expanded_uncertainty else ""
    return f"{measurement.value}{spread} {measurement.unit}"


def _handed_over(engagement: Engagement) -> Block:
    rows = tuple((one.name, one.kind, one.number or "—", one.sha256 or "—") for one in engagement.deliverables)
    return Block(title="成果", head=("名称", "种类", "编号", "摘要（SHA-256）"), rows=rows)


def _reviewed(engagement: Engagement) -> Block:
    rows = tuple(
        (str(one.round), "通过" if one.outcome == "pass" else "未通过", CODE_LABELS.get(one.cause, one.cause))
        for one in engagement.reviews
    )
    return Block(title="技术服务评审", head=("轮次", "结论", "结果"), rows=rows)


def _said(engagement: Engagement) -> Block:
    rows = []
    for survey in engagement.surveys:
        for question in QUESTIONS:
            score = survey.answer.score(question.indicator)
            rows.append((question.words, "—" if score is None else f"{score}/5"))
    return Block(title="满意度问卷", head=("问题", "回答"), rows=tuple(rows))


def _effects(engagement: Engagement) -> Block:
    rows = []
    for one in engagement.effect_reports:
        for effect in one.report.effects:
            period = f"{effect.first.isoformat()}—{effect.last.isoformat()}"
            amount = f"{effect.amount} {effect.unit}"
            cells = (str(one.report.month), KINDS[effect.kind].label, amount, period, GRADE_LABELS[effect.grade])
            rows.append(cells)
    return Block(title="成效", head=("终结后第几个月", "种类", "数额", "统计期", "证据等级"), rows=tuple(rows))


_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;margin:1.5rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere;white-space:pre-line}th{background:#eee;white-space:nowrap}"
    ".facts td:first-child{white-space:nowrap;width:10em}"
    ".digest{font:12px/1.5 monospace;min-width:17em}tr{break-inside:avoid}"
    "h2{margin-top:1.5rem;font-size:1.1rem;break-after:avoid}"
    "@page{size:A4;margin:15mm}@media print{body{font-size:10pt;margin:0;max-width:none;padding:0}"
    ".digest{font-size:7pt;min-width:0}}"
)
