"""A run as it was stored, and whether it still is what was recorded of it on its day (B8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from pydantic import ValidationError

from foundation.errors import NotReady
from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.outcome import Outcome
from matcher.run import METHOD, RunInput

PROPOSING = "match.proposed"
"""The audit entry that a run leaves, about its demand."""


class RunHead(Value):
    """What a list of runs shows."""

    id: str
    demand_id: str
    index_identity: str
    policy_digest: str
    payload_digest: str
    created_at: datetime
    has_input: bool


class KeptRun(Value):
    """One stored run: its input and its outcome as the very text that was stored, each with its SHA-256."""

    id: str
    demand_id: str
    index_identity: str
    policy_digest: str
    input: str | None
    input_digest: str | None
    payload: str
    payload_digest: str
    created_at: datetime

    def asked(self, any_method: bool = False) -> RunInput:
        """What the run was asked; to be looked at only, not done again, with ``any_method``.

        Raises NotReady: ``run_without_input`` for one of the time before inputs were kept, ``run_of_other_method``
        for one that another version of the method made, ``run_input_unreadable``.
        """
        if self.input is None:
            raise NotReady("run_without_input", "这次匹配是在保存输入之前做的，不能重放：{run}", run=self.id)
        try:
            method = json.loads(self.input)["method"]
            if method != METHOD and not any_method:
                raise NotReady(
                    "run_of_other_method",
                    "这次匹配用的是 {then} 版方法，现在是 {now} 版：请用当时的程序版本重放",
                    then=str(method),
                    now=METHOD,
                )
            return RunInput.model_validate_json(self.input)
        except (ValidationError, ValueError, KeyError, TypeError) as fault:
            raise NotReady("run_input_unreadable", "这次匹配的输入读不出来：{run}", run=self.id) from fault

    def outcome(self) -> Outcome:
        """What the run found and said; runs of earlier times hold the lists only, or one list."""
        held = json.loads(self.payload)
        if "found" not in held:
            held = {"found": held if "whole" in held else {"whole": held}}
        return Outcome.model_validate(held)


class Recorded(Value):
    """What the audit chain says of a run; ``input`` is missing in entries of the time before it was recorded."""

    sequence: int
    payload: str
    input: str | None = None
    holds: bool = True
    """Whether the entry is as its own hash says."""


def alterations(run: KeptRun, recorded: Recorded | None) -> Iterator[Sentence]:
    """What was changed since the run was stored, one sentence each; nothing when all is as it was."""
    if _digest(run.payload) != run.payload_digest:
        yield sentence("存下的结果与它的摘要不符")
    if run.input is not None:
        if _digest(run.input) != run.input_digest:
            yield sentence("存下的输入与它的摘要不符")
        elif _named(run.input) != (run.index_identity, run.policy_digest):
            yield sentence("存下的输入与这次匹配登记的索引或策略不符")
    if recorded is None:
        yield sentence("审计链里没有这次匹配的记录")
        return
    if not recorded.holds:
        yield sentence("审计第 {number} 条与记录的摘要不符", number=recorded.sequence)
    if recorded.payload != run.payload_digest:
        yield sentence("结果的摘要与审计链记录的不符")
    if recorded.input is not None and recorded.input != run.input_digest:
        yield sentence("输入的摘要与审计链记录的不符")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _named(text: str) -> tuple[str, str] | None:
    """The index and the policy that an input names; ``None`` where it cannot be read, which is said elsewhere."""
    try:
        asked = RunInput.model_validate_json(text)
    except ValidationError:
        return None
    return asked.index_identity, asked.policy.digest
