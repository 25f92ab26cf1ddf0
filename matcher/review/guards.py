"""The conditions of :data:`matcher.review.process.REVIEW`, each a function with the sentence it refuses with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from foundation.actors import Actor
from foundation.language import Sentence, sentence
from foundation.process import Guard
from foundation.values import Value
from intake.demand import DemandStatus
from matcher.outcome import Fact, Proposal
from matcher.review.rules import Terms
from matcher.scope import NEEDS_SCOPE

ALIVE: tuple[DemandStatus, ...] = ("confirmed", "published", "matched", "docked")
"""States of a demand in which a match may still be accepted: several centres may serve one demand (S0-04)."""


class Look(Value):
    """What the guards look at: one candidate as one person is about to decide on it."""

    actor: Actor
    centre_ids: tuple[str, ...]
    """The centre and its host institution: nobody of theirs reviews it (S1-10)."""
    terms: Terms
    demand_status: DemandStatus
    is_accepted_before: bool = False
    """This centre was accepted for this demand by another candidate."""
    first_reviewer: str | None = None
    hindrances: tuple[Fact, ...] = ()
    is_untested: bool = False
    """A test is asked for and no row of the centre may serve as one (:func:`is_untested`)."""
    total: int | None = None
    """Hundredths of a point; ``None``: no scores."""
    reason_code: str | None = None
    note: str = ""


def hindrances_of(proposal: Proposal | None) -> tuple[Fact, ...]:
    """The facts that stand in the way of this proposal; none for who was added by hand: nothing is known of it."""
    return () if proposal is None else tuple(fact for fact in proposal.facts if fact.standing == "hinders")


def is_untested(service: str | None, proposal: Proposal | None) -> bool:
    """Whether a test is asked for and all that the rows allow is method development (6.2), or less (S0-30, S0-31).

    A row that a person must check first may still turn out to be a test; runs of before there were rulings say nothing.
    """
    if service != NEEDS_SCOPE or proposal is None:
        return False
    ways = {hit.ruling.way for hit in proposal.centre.rows if hit.ruling is not None}
    return bool(ways) and ways <= {"method_development", "gap"}


def _one_is_enough(look: Look) -> str | None:
    return None if look.terms.reviewers == 1 else "这条需求要两人评审"


def _two_are_needed(look: Look) -> str | None:
    return None if look.terms.reviewers == 2 else "这条需求一人评审就够"


def _other_person(look: Look) -> str | None:
    return "复核须由另一人办理" if look.actor.id == look.first_reviewer else None


def _demand_is_open(look: Look) -> str | None:
    return None if look.demand_status in ALIVE else "这条需求已经办结"


def _is_independent(look: Look) -> str | None:
    own = look.actor.organisation
    return "不能评审本单位的中心" if own is not None and own in look.centre_ids else None


def _not_accepted_yet(look: Look) -> str | None:
    return "这家中心已经为这条需求接受过" if look.is_accepted_before else None


def _is_scored(look: Look) -> str | None:
    return "两人评审要逐项打分" if look.terms.is_scoring_needed and look.total is None else None


def _passes(look: Look) -> Sentence | None:
    if look.total is None or look.total >= look.terms.pass_mark * 100:
        return None
    return sentence(
        "加权得分 {total} 低于通过线 {mark}，不能接受", total=shown_total(look.total), mark=look.terms.pass_mark
    )


def _hindrance_answered(look: Look) -> Sentence | None:
    if not look.hindrances or (look.reason_code and look.note.strip()):
        return None
    return sentence("有 {count} 项障碍：要接受，请选原因，并写明怎样解决", count=len(look.hindrances))


def _test_answered(look: Look) -> str | None:
    if not look.is_untested or look.reason_code:
        return None
    return "要的是检验检测，这家没有一行可以作为检测提供，只能按方法开发（6.2）商谈：要接受，请选原因"


def shown_total(total: int) -> str:
    """Hundredths of a point as people write them: 8250 → ``82.50``."""
    return f"{total // 100}.{total % 100:02d}"


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        "one_is_enough": _one_is_enough,
        "two_are_needed": _two_are_needed,
        "other_person": _other_person,
        "demand_is_open": _demand_is_open,
        "is_independent": _is_independent,
        "not_accepted_yet": _not_accepted_yet,
        "is_scored": _is_scored,
        "passes": _passes,
        "hindrance_answered": _hindrance_answered,
        "test_answered": _test_answered,
    }
)

HOW_MANY: frozenset[str] = frozenset({"one_is_enough", "two_are_needed"})
"""Of two rows that differ by these only one is ever offered."""

TYPED: frozenset[str] = frozenset({"is_scored", "passes", "hindrance_answered", "test_answered"})
"""Guards about what is filled in with the decision: no reason not to offer it."""

GUARD_LABELS: dict[str, str] = {
    "one_is_enough": "这条需求一人评审就够",
    "two_are_needed": "这条需求按规则要两人评审",
    "other_person": "与第一位评审人不是同一人",
    "demand_is_open": "需求没有撤回、不予受理、转投诉或答复暂无能力",
    "is_independent": "评审人不属于这家中心或其依托单位（S1-10）",
    "not_accepted_yet": "这家中心还没有为这条需求被接受过",
    "is_scored": "规则要求打分时，每一项都打了分",
    "passes": "打了分的，加权得分不低于通过线",
    "hindrance_answered": "有障碍事实时，选了原因并写明",
    "test_answered": "要检验检测而没有一行可以作为检测提供时（只能按 6.2 做方法开发），选了原因",
}
"""What each condition means, for the documentation."""
