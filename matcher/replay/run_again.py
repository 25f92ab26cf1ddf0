"""Replay (B8): a stored run done again from its input alone gives the same bytes, or the first place that differs.

``replayed(asked, index, …) → Outcome`` is the run once more; ``judged(run, …) → Replay`` compares it with what was
stored and with what the audit chain recorded on the day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from foundation.errors import DockingError, NotReady
from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.kept_run import KeptRun
from matcher.outcome import Outcome
from matcher.parts import match_parts
from matcher.ports import Reranker
from matcher.run import RunInput, complete
from matcher.searching import SnapshotSearch

if TYPE_CHECKING:
    from kb.embedding import Embedder

Verdict = Literal["equal", "differs", "tampered", "refused"]
"""The same bytes; other bytes; what is stored is not what was recorded; it cannot be done, and why."""

SHOWN = 200
"""Characters of a value that are shown of a difference."""


class Difference(Value):
    """A place in the stored JSON (RFC 6901) and what stands there: ``then`` as stored, ``now`` as replayed.

    JSON texts, cut after :data:`SHOWN` characters; ``None`` where there is nothing.
    """

    path: str
    then: str | None
    now: str | None


class Replay(Value):
    """What a replay says of one run."""

    run_id: str
    demand_id: str
    verdict: Verdict
    says: tuple[Sentence, ...]
    code: str | None = None
    """Of the refusal, see ``docs/errors.md``."""
    difference: Difference | None = None
    digest: str = ""
    """SHA-256 of the stored outcome, as recorded."""


def replayed(asked: RunInput, index: SnapshotSearch, embedder: Embedder, reranker: Reranker | None = None) -> Outcome:
    """The run once more, from its input alone; NotReady (``run_of_other_model``) when the models are not those."""
    expect_same_models(asked, embedder, reranker)
    found = match_parts(asked.wanted, index, embedder, asked.top, asked.policy, reranker)
    return complete(found, asked)


def expect_same_models(asked: RunInput, embedder: Embedder, reranker: Reranker | None = None) -> None:
    """NotReady (``run_of_other_model``) when the run was made with other models than these."""
    now = embedder.identity if reranker is None else f"{embedder.identity}+{reranker.identity}"
    if now != asked.model_identity:
        raise NotReady(
            "run_of_other_model",
            "这次匹配用的模型是 {then}，现在是 {now}：请换回当时的模型再重放",
            then=asked.model_identity,
            now=now,
        )


def judged(run: KeptRun, altered: Sequence[Sentence], outcome: Outcome | None) -> Replay:
    """The verdict on a run; ``outcome`` is ``None`` where what was altered leaves nothing to replay."""
    payload = run.payload if outcome is None else outcome.model_dump_json()
    difference = None if payload == run.payload else first_difference(run.payload, payload)
    if altered:
        verdict: Verdict = "tampered"
        says = tuple(altered)
    elif difference is not None:
        verdict, says = "differs", (sentence("重放的结果与当时不同，第一处在 {path}", path=difference.path or "/"),)
    else:
        verdict, says = "equal", (sentence("重放的结果与当时逐字节相同"),)
    return _replay(run, verdict, says, difference=difference)


def refused(run: KeptRun, fault: DockingError) -> Replay:
    """A run that cannot be replayed, and why."""
    return _replay(run, "refused", (Sentence(template=fault.message, facts=dict(fault.facts)),), code=fault.code)


def _replay(
    run: KeptRun,
    verdict: Verdict,
    says: tuple[Sentence, ...],
    difference: Difference | None = None,
    code: str | None = None,
) -> Replay:
    return Replay(
        run_id=run.id,
        demand_id=run.demand_id,
        verdict=verdict,
        says=says,
        code=code,
        difference=difference,
        digest=run.payload_digest,
    )


def first_difference(then: str, now: str) -> Difference:
    """The first place, in the order of the stored text, where two unequal texts of JSON differ.

    Where they say the same in other letters (spaces, order of keys), or one is no JSON, the place is the whole.
    """
    try:
        held, made = json.loads(then), json.loads(now)
    except ValueError:
        held, made = then, now
    return next(differences(held, made), Difference(path="", then=shown(then), now=shown(now)))


def differences(then: Any, now: Any, path: str = "") -> Iterator[Difference]:
    """All places where two JSON values differ, in the order of the first."""
    if isinstance(then, dict) and isinstance(now, dict):
        yield from _of_members(then, now, path)
    elif isinstance(then, list) and isinstance(now, list):
        yield from _of_members(dict(enumerate(then)), dict(enumerate(now)), path)
    elif type(then) is not type(now) or then != now:
        yield Difference(path=path, then=shown(_text(then)), now=shown(_text(now)))


def _of_members(then: Mapping[Any, Any], now: Mapping[Any, Any], path: str) -> Iterator[Difference]:
    for key in dict.fromkeys((*then, *now)):
        place = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if key not in now:
            yield Difference(path=place, then=shown(_text(then[key])), now=None)
        elif key not in then:
            yield Difference(path=place, then=None, now=shown(_text(now[key])))
        else:
            yield from differences(then[key], now[key], place)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def shown(text: str) -> str:
    """A text cut after :data:`SHOWN` characters."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
