"""The life of a demand as a table, and the reasons for which it may end (B3: no silent end). Pure.

A demand is confirmed, its condensed version reviewed and released by a person, matched and docked. Every end names a
reason from the list, an answer for the enterprise and a next step; :func:`ending_of` refuses anything less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from foundation.actors import Role
from foundation.errors import InvalidInput
from foundation.process import Process, State, Transition
from foundation.text import clean
from foundation.values import Value

LONGEST_ANSWER = 2_000


class Reason(Value):
    """Why something ended: a code for statistics, its name, and the next step that is usual then."""

    code: str
    label: str
    next_step: str


class Ending(Value):
    """How something ended, for the enterprise: the reason, the answer, and what it can do next."""

    reason_code: str
    answer: str
    next_step: str


def _reasons(*rows: tuple[str, str, str]) -> Mapping[str, Reason]:
    return MappingProxyType({code: Reason(code=code, label=label, next_step=step) for code, label, step in rows})


REASONS = _reasons(
    ("accepted", "已与中心对接", "中心会在两个工作日内与您联系；没有人联系，请回复这个编号"),
    ("solved", "问题已自行解决", "以后再出现，回复这个编号就能重新办理"),
    ("not_needed", "不再需要", "以后又需要，回复这个编号就能重新办理"),
    ("found_elsewhere", "已另找到服务方", "对那里的结果不放心，可以再来"),
    ("repeated", "与另一条需求重复", "请看先登记的那一条的进展"),
    ("nothing_found", "现有能力里没有找到", "可以订阅：有新的能力导入，会按这条需求通知您"),
    ("not_in_scope", "中心的资质范围不含", "可以改做方法开发，或订阅新的能力"),
    ("no_capacity", "设备或人手排不开", "可以改期再约，或请协调员问别的中心"),
    ("not_ours", "不属于质量技术服务", "请联系主管这类事务的部门；协调员可以告诉您是哪一个"),
    ("not_agreed", "与中心没有谈成", "想换一家中心，请联系协调员；会从匹配过的中心接着找"),
    ("ended_early", "服务提前终止", "还要继续，请联系协调员；已经交付的内容仍归您使用"),
    ("no_answer", "多次联系不上", "回复这个编号就能接着办理"),
    ("not_lawful", "要求不合规定", "改为合规定的要求后可以重新提出"),
    ("complaint", "实为投诉，转投诉办理", "凭投诉编号查询；会有专人答复"),
    ("before_records", "记录原因之前已办结", "对当时的结果有疑问，请联系协调员"),
)
"""All reasons, by code."""

ENDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "dock": ("accepted",),
        "withdraw": ("solved", "not_needed", "found_elsewhere", "repeated"),
        "lack": ("nothing_found", "not_in_scope", "no_capacity"),
        "refuse": ("not_ours", "no_answer", "not_lawful", "repeated"),
        "complain": ("complaint",),
    }
)
"""The events that end a demand, and the reasons each may give."""

_DESK: frozenset[Role] = frozenset({"coordinator"})
_OURS: frozenset[Role] = frozenset({"coordinator", "system"})
_BOTH: frozenset[Role] = frozenset({"enterprise", "coordinator"})
_OPEN = ("confirmed", "published", "matched")


def _row(number: str, state: str, event: str, after: str, label: str, roles: frozenset[Role]) -> Transition:
    guards = ("not_secret", "text_reviewed") if event == "release" else ()
    clause = "S0-19" if event in ("release", "unpublish") else "S0-20" if event in ("match", "dock") else ""
    more = {"guards": guards, "codes": ENDS.get(event, ()), "needs_reason": event in ("reopen", "unpublish")}
    return Transition.row(number, state, event, after, label, roles, clause=clause, **more)


def _rows() -> tuple[Transition, ...]:
    rows = [
        _row("D1", "confirmed", "release", "published", "审核并发布", _DESK),
        _row("D2", "published", "release", "published", "改过再发布", _DESK),
        _row("D3", "matched", "release", "matched", "审核并发布", _DESK),
        _row("D4", "no_capability", "release", "no_capability", "审核并发布", _DESK),
        _row("D5", "published", "unpublish", "confirmed", "撤下发布", _DESK),
        _row("D6", "matched", "unpublish", "matched", "撤下发布", _DESK),
        _row("D7", "no_capability", "unpublish", "no_capability", "撤下发布", _DESK),
        _row("D8", "docked", "reopen", "matched", "没有谈成，再找", _OURS),
        _row("D9", "no_capability", "match", "matched", "匹配", _OURS),
        _row("D10", "no_capability", "lack", "no_capability", "仍没有能力", _OURS),
    ]
    for state in _OPEN:
        rows += [
            _row(f"D11.{state}", state, "match", "matched", "匹配", _OURS),
            _row(f"D12.{state}", state, "dock", "docked", "对接", _OURS),
            _row(f"D13.{state}", state, "withdraw", "withdrawn", "撤回", _BOTH),
            _row(f"D14.{state}", state, "lack", "no_capability", "答复暂无能力", _OURS),
            _row(f"D15.{state}", state, "refuse", "refused", "不予受理", _DESK),
            _row(f"D16.{state}", state, "complain", "complaint", "转投诉办理", _DESK),
        ]
    rows += [
        _row(f"D17.{state}", state, "reopen", "confirmed", "重新办理", _BOTH)
        for state in ("withdrawn", "no_capability", "refused", "complaint")
    ]
    return tuple(rows)


DEMAND_LIFE = Process(
    id="demand",
    label="需求",
    states=(
        State(id="confirmed", label="已确认", owner="coordinator"),
        State(id="published", label="已发布", owner="coordinator"),
        State(id="matched", label="已匹配", owner="coordinator"),
        State(id="docked", label="已对接", owner="coordinator", is_end=True),
        State(id="withdrawn", label="已撤回", owner="enterprise", is_end=True),
        State(id="no_capability", label="暂无能力", owner="coordinator", is_end=True),
        State(id="refused", label="不予受理", owner="coordinator", is_end=True),
        State(id="complaint", label="转投诉", owner="coordinator", is_end=True),
    ),
    transitions=_rows(),
)


def checked_code(reason_code: str | None, codes: Sequence[str]) -> str:
    """One of the codes a step may give; InvalidInput ``reason_code_missing`` or ``reason_code_not_of_step``."""
    field, open_ones = "reason_code", "、".join(codes) or "无"
    if not reason_code:
        raise InvalidInput("reason_code_missing", "请选一个原因：{codes}", field=field, codes=open_ones)
    if reason_code not in codes:
        raise InvalidInput(
            "reason_code_not_of_step",
            "这一步没有原因“{code}”，可以选：{codes}",
            field=field,
            code=reason_code,
            codes=open_ones,
        )
    return reason_code


def checked_answer(words: str | None, field: str = "answer", most: int = LONGEST_ANSWER) -> str:
    """What is said in answer, tidied; empty when nothing is. InvalidInput ``answer_too_long``."""
    said = clean(words or "")
    if len(said) > most:
        raise InvalidInput("answer_too_long", "答复太长：最多 {most} 个字", field=field, most=most)
    return said


def ending_of(codes: tuple[str, ...], reason_code: str | None, answer: str | None, next_step: str | None) -> Ending:
    """The ending, when nothing of it is missing.

    Raises InvalidInput ``reason_code_missing``, ``reason_code_not_of_step``, ``answer_missing``,
    ``next_step_missing`` or ``answer_too_long``, naming the field.
    """
    code = checked_code(reason_code, codes)
    said = checked_answer(answer)
    following = checked_answer(next_step, "next_step")
    if not said:
        raise InvalidInput("answer_missing", "请写给企业的答复", field="answer")
    if not following:
        raise InvalidInput("next_step_missing", "请写企业下一步可以怎么办", field="next_step")
    return Ending(reason_code=code, answer=said, next_step=following)


NOTHING_FOUND = Ending(
    reason_code="nothing_found",
    answer="已把您的需求与现有中心的能力逐项比对，暂时没有找到能做的。",
    next_step=REASONS["nothing_found"].next_step,
)
"""What an enterprise is answered when a matching run found nobody; a coordinator may answer more."""


def nothing_found(lacking: str = "") -> Ending:
    """:data:`NOTHING_FOUND`, naming what no centre can do where that is known."""
    if not lacking:
        return NOTHING_FOUND
    told = f"{NOTHING_FOUND.answer}缺少的能力是“{lacking}”，已经登记，供今后建设能力时参考。"
    return NOTHING_FOUND.model_copy(update={"answer": told})
