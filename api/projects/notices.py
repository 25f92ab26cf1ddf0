"""How a notice of a project is worded: what happened, where it stands, who acts next and until when. Pure.

The words are those of the table; nothing that a party wrote is among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from api.projects.turns import roles_in_words
from engagement.profiles import profile
from foundation.actors import Role
from foundation.language import Language, render, sentence, translate

_OPENED = sentence("Docking 项目：{subject} 已经开始，请双方指定联系人").template
_STEP = sentence("Docking 项目：{subject} 已办“{event}”，现在是“{step}”，由{role}办理，期限 {due}").template
_OVER = sentence("Docking 项目：{subject} 已办“{event}”，到此为“{step}”，没有要办的事").template
_ROUND = sentence("Docking 提醒：项目 {subject} 多日没有新的方案与报价，请{role}办理，或终止；期限 {due}").template
_SOON = sentence("Docking 提醒：项目 {subject} 在“{step}”，请{role}办理，期限 {due}").template
_OVERDUE = sentence("Docking 逾期：项目 {subject} 在“{step}”，期限 {due} 已过，请{role}马上办理").template
_ESCALATION = sentence(
    "Docking 逾期：项目 {subject} 在“{step}”，期限 {due} 已过，没有人办理，现在请{role}过问"
).template
_SURVEY = sentence("Docking 项目：{subject} 已经终结，请在需求的进度页评价这次服务").template
_EFFECT = sentence("Docking 项目：{subject} 终结已满 {month} 个月，请在需求的进度页填写成效").template

_WAY = sentence("{headline}。请在您的需求页面点“查看项目进展”").template
"""For the enterprise, which has no account: the way it knows already. No address, so no secret, is in a notice."""
_AFTERWARDS = {"survey": _SURVEY, "effect": _EFFECT}
_REMINDERS = {"round": _ROUND, "soon": _SOON, "today": _SOON, "overdue": _OVERDUE, "escalation": _ESCALATION}


def headline(data: Mapping[str, object], language: Language) -> str:
    """One line for what left the house of an ``engagement.notice``; to the enterprise it names the way in."""
    told = _headline(data, language)
    is_theirs = data.get("to") == "enterprise" and data["notice"] not in _AFTERWARDS  # those name the way themselves
    return render(_WAY, {"headline": told}, language) if is_theirs else told


def _headline(data: Mapping[str, object], language: Language) -> str:
    notice, subject = str(data["notice"]), data["subject"]
    if notice == "opened":
        return render(_OPENED, {"subject": subject}, language)
    if notice in _AFTERWARDS:
        return render(_AFTERWARDS[notice], {"subject": subject, "month": data.get("month") or ""}, language)
    process = profile(str(data.get("profile") or "superset")).process
    step = translate(process.state(str(data["state"])).label, language)
    facts: dict[str, object] = {"subject": subject, "step": step, "due": data.get("due") or ""}
    if notice != "step":
        return render(_REMINDERS[notice], {**facts, "role": _roles(data["to"], language)}, language)
    event = next((row.label for row in process.transitions if row.id == data["row"]), str(data["row"]))
    facts |= {"event": event, "role": _roles(data["by"], language)}
    return render(_STEP if data.get("due") else _OVER, facts, language)


def _roles(told: object, language: Language) -> str:
    """One role or several; a notice of before several could be on turn has one."""
    several = told if isinstance(told, list | tuple) else [told]
    return roles_in_words([role for role in get_args(Role) if role in several], language)
