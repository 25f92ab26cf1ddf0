"""An exported assessment held against itself in three ways: its hash, a second reckoning, and the engine once more.

A report of an earlier version of the engine is neither an alarm nor passed over in silence: all of it must follow from
the weights that it states, and these must be what that version computed (:mod:`evaluation.past`), diagnostics and
warnings included. The answer names both versions, and where today's engine would weigh otherwise. The engine of an
unknown version cannot be done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.editions.scheme import Scheme
from evaluation.engine import ENGINE, PAST, Engine
from evaluation.replay import replayed, weighed_before
from evaluation.verify import Verification, verify
from foundation.language import Sentence, sentence


def audit(content: Mapping[str, Any], sha256: str | None, scheme: Scheme) -> Verification:
    """The first difference that any of the three finds; ``content`` is plain JSON, ``scheme`` the one it names."""
    reckoned = verify(content, sha256, scheme.content)
    if not reckoned.agrees:
        return reckoned
    version = _other_version(content)
    if version is None:
        return Verification(numbers=reckoned.numbers, difference=replayed(content, scheme))
    facts: dict[str, str | int] = {"numbers": reckoned.numbers, "told": version[:40], "now": ENGINE.version}
    if version not in PAST:
        unknown = sentence(
            "报告由另一版计算程序 {told} 作出，现为 {now}，不能重做；{numbers} 个数按第二套算法一致", **facts
        )
        return Verification(numbers=reckoned.numbers, difference=unknown)
    made_by = Engine(name=ENGINE.name, version=version)
    return Verification(
        numbers=reckoned.numbers,
        difference=replayed(content, scheme, made_by, as_weighed=True) or weighed_before(content, scheme),
        note=_note(replayed(content, scheme, made_by), facts),
    )


def _other_version(content: Mapping[str, Any]) -> str | None:
    """The version that the content names, ``None`` where it is the present one or none at all."""
    told = content.get("engine")
    version = told.get("version") if isinstance(told, Mapping) else None
    return version if isinstance(version, str) and version != ENGINE.version else None


def _note(weighed_otherwise: Sentence | None, facts: dict[str, str | int]) -> Sentence:
    if weighed_otherwise is None:
        return sentence(
            "全部 {numbers} 个数一致；报告由另一版计算程序 {told} 作出，现为 {now}，重做一遍结果相同", **facts
        )
    place = str(weighed_otherwise.facts.get("place", "—"))
    return sentence(
        "全部 {numbers} 个数一致；报告由另一版计算程序 {told} 作出，现为 {now}，"
        "按现在的程序重新定权，{place} 会不同，以报告为准",
        **facts, place=place,
    )  # fmt: skip
