"""The members of a pack, all made from the engagement itself. Pure: what is here can be made again from the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engagement.facts.team import checks
from engagement.files.kept import KeptFile
from engagement.log import Entry
from engagement.pack.evidence import Evidence
from engagement.record import Engagement
from evaluation.canonical import canonical_json
from foundation.clock import CHINA
from foundation.values import Value

LOG = "log.jsonl"
RECORD = "record.json"
PARTIES = "parties.json"
DEMAND = "demand.json"
MATCH = "match.json"
ACCEPTANCE = "acceptance.json"
TEAM = "team.json"
FILES = "files.json"
FILE = "files/"
"""Kept files lie under their SHA-256."""
AGREEMENT = "agreements/"

ABOUT: Mapping[str, str] = {
    LOG: "办理日志：每一步一行，后一行带前一行的摘要",
    RECORD: "项目记录：由日志逐行推出",
    PARTIES: "中心和依托单位的名称",
    DEMAND: "需求：标题、浓缩稿、读出的内容（不含对话原话）",
    MATCH: "匹配证据：哪一次匹配、名次、谁接受、各项摘要",
    ACCEPTANCE: "验收记录：指标、实测值、判定",
    "deliverables.json": "交来的成果及其摘要",
    "reviews.json": "技术服务评审：各轮的意见和结论",
    TEAM: "项目组，及按 4.2.1、4.2.2 的核对结果",
    "surveys.json": "满意度问卷",
    "effects.json": "终结以后报告的成效，附证据等级",
    FILES: "项目存的文件清单",
    "summary.html": "摘要（中文）",
    "summary.en.html": "摘要（英文）",
    "README.txt": "怎样看这个包、怎样核对（中文、英文）",
}


def about(path: str) -> str:
    """What a member is, in Chinese."""
    if path.startswith(AGREEMENT):
        return "协议的一个签订版本：条款、摘要、签字人"
    return "项目存的文件，文件名是它的 SHA-256" if path.startswith(FILE) else ABOUT.get(path, "文件")


def line(entry: Entry) -> dict[str, Any]:
    """One entry as the chain hashes it."""
    return entry.model_dump(mode="json", exclude_none=True)


def log_lines(engagement: Engagement) -> bytes:
    """The whole log, one entry a line."""
    return "".join(canonical_json(line(entry)) + "\n" for entry in engagement.history).encode()


def derived(engagement: Engagement) -> dict[str, bytes]:
    """Everything that the log alone gives: anybody can make it again and compare."""
    record = engagement.model_dump(mode="json", exclude={"history"}, exclude_none=True)
    members = {
        LOG: log_lines(engagement),
        RECORD: as_json(record),
        ACCEPTANCE: as_json(acceptance(engagement)),
        "deliverables.json": as_json(_all(engagement.deliverables)),
        "reviews.json": as_json(_all(engagement.reviews)),
        "surveys.json": as_json(_all(engagement.surveys)),
        "effects.json": as_json(
            [
                one.model_dump(mode="json", exclude_none=True)
                | {"grades": [effect.grade for effect in one.report.effects]}
                for one in engagement.effect_reports
            ]
        ),
    }
    for one in engagement.agreements:
        members[f"{AGREEMENT}v{one.version}.json"] = as_json(one.model_dump(mode="json", exclude_none=True))
    return members


def brought(engagement: Engagement, evidence: Evidence, kept: tuple[KeptFile, ...]) -> dict[str, bytes]:
    """What comes from beside the log: demand, match, the team's clauses as they were read, the list of files."""
    listing = [one.model_dump(mode="json", exclude={"kept_by"}) for one in kept]
    return {
        PARTIES: as_json(evidence.parties.model_dump(mode="json", exclude_none=True) if evidence.parties else None),
        DEMAND: as_json(evidence.demand.model_dump(mode="json", exclude_none=True) if evidence.demand else None),
        MATCH: as_json(evidence.match.model_dump(mode="json", exclude_none=True) if evidence.match else None),
        TEAM: as_json(_team(engagement)),
        FILES: as_json(listing),
    }


def acceptance(engagement: Engagement) -> dict[str, Any]:
    """Criteria, measured values and what follows from both, and whether the enterprise calls its problem solved."""
    agreement, verdict = engagement.agreement, engagement.verdict()
    return {
        "criteria": _all(agreement.offer.criteria if agreement else ()),
        "measurements": _all(engagement.measurements),
        "outcome": verdict.outcome,
        "judgements": [{"criterion_id": one.criterion_id, "outcome": one.outcome} for one in verdict.judgements],
        "is_solved": engagement.is_solved,
        "rework_count": engagement.rework_count,
        "end_reason": engagement.end_reason,
    }


def as_json(content: object) -> bytes:
    """Canonical JSON with a line end."""
    return (canonical_json(content) + "\n").encode()


def _all(values: tuple[Value, ...]) -> list[Any]:
    return [value.model_dump(mode="json", exclude_none=True) for value in values]


def _team(engagement: Engagement) -> dict[str, Any]:
    """Names and what the clauses answered on the day of the appointment; degrees and years stay in the log."""
    team = engagement.team
    if team is None:
        return {"members": [], "clauses": []}
    days = [entry.at for entry in engagement.history if entry.event in ("assign_team", "change_team")]
    results = checks(team, days[-1].astimezone(CHINA).date()) if days else ()
    return {
        "members": [
            {"id": one.id, "name": one.name, "role": "lead" if one is team.lead else "staff"} for one in team.members
        ],
        "clauses": [
            {"requirement": one.requirement, "clause": one.clause, "subject": one.subject, "outcome": one.outcome}
            for one in results
        ],
    }
