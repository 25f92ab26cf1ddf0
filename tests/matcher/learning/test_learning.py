"""What decisions teach: the right signal, not from chance, never at the cost of a trade, and it can be forgotten."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from foundation.audit import entries
from foundation.database import reading
from foundation.errors import Conflict, NotAllowed
from matcher.learning import lesson_store
from matcher.learning.chance import CHANCE, fallen, is_more_than_chance
from matcher.learning.fitting import reweighed
from matcher.learning.judging import Judged, weighed
from matcher.learning.learning import Lesson, learned
from matcher.learning.lessons import SUBJECT, adopt, forget, lesson_from, policy_in_use
from matcher.matching import match
from matcher.policy import DEFAULT_POLICY, Signal
from matcher.ports import Flags, Rows, Scores
from matcher.query import Query
from matcher.review.deciding import decide
from tests.builders import actor
from tests.conftest import Working
from tests.matcher.passages import HandIndex, asking, row, wanted
from tests.matcher.review.reviewed import coordinator, matched_demand

NAMES = [signal.name for signal in DEFAULT_POLICY.signals]
GOOD, BAD = NAMES.index("tfidf/whole"), NAMES.index("dense/whole")
"""In these tests decisions follow the one and contradict the other."""


def judged(demand: str, is_accepted: bool, good: int, bad: int, trade: str = "trade_a") -> Judged:
    """A centre of which two signals say something."""
    points = [10_000] * len(NAMES)
    points[GOOD], points[BAD] = good, bad
    return Judged(
        id=f"{demand} {is_accepted}",
        run_id=f"run {demand}",
        demand_id=demand,
        trade=trade,
        is_accepted=is_accepted,
        points=tuple(points),
        rest=0,
    )


def misled(count: int, prefix: str = "dem", trade: str = "trade_a") -> Iterator[Judged]:
    """Demands in which the declined centre leads a little, by the bad signal."""
    for number in range(count):
        yield judged(f"{prefix}_{number}", True, 60_000, 20_000, trade)
        yield judged(f"{prefix}_{number}", False, 20_000, 62_000 + number, trade)


def served(count: int, trade: str) -> Iterator[Judged]:
    """Demands in which the bad signal is the one that is right, just so."""
    for number in range(count):
        yield judged(f"{trade}_{number}", True, 20_000, 62_000 + number, trade)
        yield judged(f"{trade}_{number}", False, 60_000, 20_000, trade)


def test_the_signal_that_decisions_follow_counts_more_and_the_other_less() -> None:
    lesson = learned(tuple(misled(40)), DEFAULT_POLICY)
    assert lesson.policy is not None
    by = {one.signal: one.thousandths for one in lesson.multipliers}
    assert by[NAMES[GOOD]] == max(by.values()) > 1000 > by[NAMES[BAD]] == min(by.values())
    assert all(800 <= one <= 1200 for one in by.values())
    assert (lesson.right_before, lesson.right_after) == (0, 40)
    assert sum(one.points for one in lesson.policy.signals) == sum(one.points for one in DEFAULT_POLICY.signals)


def test_the_order_of_decisions_does_not_matter() -> None:
    decisions = [*misled(30), *served(4, "trade_b")]
    forwards, backwards = learned(decisions, DEFAULT_POLICY), learned(decisions[::-1], DEFAULT_POLICY)
    assert forwards.model_dump_json() == backwards.model_dump_json()


def test_nothing_is_adopted_that_makes_a_trade_worse() -> None:
    lesson = learned((*misled(60), *served(12, "trade_b")), DEFAULT_POLICY)
    assert lesson.right_after > lesson.right_before
    assert lesson.policy is None
    assert "trade_b" in str(lesson.why)


def test_a_few_demands_are_no_more_than_chance() -> None:
    lesson = learned(tuple(misled(4)), DEFAULT_POLICY)
    assert lesson.policy is None
    assert "碰运气" in str(lesson.why)


def test_of_equal_gains_the_test_is_the_sign_test_and_exact() -> None:
    assert is_more_than_chance([7] * 5)  # 1 in 32
    assert not is_more_than_chance([7] * 4)  # 1 in 16
    assert not is_more_than_chance([])
    assert is_more_than_chance([1] * 15 + [-1] * 5)  # 21 700 in 1 048 576
    assert not is_more_than_chance([1] * 14 + [-1] * 6)  # 60 460 in 1 048 576


def test_who_may_try_nine_times_must_win_nine_times_as_clearly() -> None:
    assert not is_more_than_chance([7] * 7, tries=9)  # 9 in 128
    assert is_more_than_chance([7] * 8, tries=9)  # 9 in 256


def test_every_way_the_signs_could_fall_is_counted() -> None:
    chance = random.Random(7)
    told = []
    for _ in range(200):
        gains = [chance.randint(-30, 60) for _ in range(9)]
        signs = product((1, -1), repeat=9)
        as_much = sum(sum(s * abs(g) for s, g in zip(one, gains, strict=True)) >= sum(gains) for one in signs)
        told.append(is_more_than_chance(gains))
        assert told[-1] == (CHANCE * as_much < 2**9)
    assert {True, False} == set(told)


def test_many_thousand_points_are_counted_as_finely_as_few() -> None:
    gains = [3, 9, 4, -2, 7, 5, -1, 6]
    assert is_more_than_chance([one * 1_000_003 for one in gains]) == is_more_than_chance(gains)


def test_a_trade_has_fallen_when_mistaken_decisions_do_not_explain_it() -> None:
    assert fallen([("a", 0, 2)]) == ("a", 0, 2)  # 0.18² = 0.032
    assert fallen([("a", 0, 1)]) is None
    assert fallen([("a", 3, 2)]) is None, "more became right than wrong"
    assert fallen([("a", 0, 2), ("b", 1, 0), ("c", 0, 0)]) is None, "Holm: two trades moved, 2 × 0.032"
    assert fallen([("a", 0, 2), ("b", 1, 4)]) == ("b", 1, 4)


def test_without_a_pair_there_is_no_lesson() -> None:
    lesson = learned(tuple(one for one in misled(40) if one.is_accepted), DEFAULT_POLICY)
    assert (lesson.policy, lesson.pairs, lesson.decisions) == (None, 0, 40)
    assert "学不到什么" in str(lesson.why)


class Losing(HandIndex):
    """Every signal judges in its own way; some rows are of another trade, one is prose."""

    def judge(self, signals: Sequence[Signal], query: Query, rows: Rows) -> Scores:
        """A pattern in which no two signals agree."""
        return np.array([[1 + (7 * s + 3 * r + s * r) % 11 for r in rows] for s in range(len(signals))], np.float32)

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """Every third row is half a stranger."""
        return np.array([0.5 if r % 3 == 1 else 0.0 for r in rows], np.float32)

    def is_prose(self, rows: Rows) -> Flags:
        """One."""
        return np.asarray(rows == 5)


def test_points_that_are_weighed_again_are_those_of_a_new_search_with_all_that_rows_lose() -> None:
    lapsed = date(2026, 1, 31)
    rows = [
        row(f"cap_{n}", "螺栓", f"盐雾试验{n}", centre=f"cen_{n % 5}", until=lapsed if n % 2 else date(2027, 5, 31))
        for n in range(9)
    ]
    query = asking(wanted("螺栓盐雾试验", product="螺栓", parameters=("盐雾试验",), service_category="检验检测"))
    other = reweighed(DEFAULT_POLICY, [800 if n % 2 else 1200 for n in range(len(NAMES))])
    found = match(query, Losing(rows), DEFAULT_POLICY, "fixed").centres
    lost = {one.signal for centre in found for hit in centre.rows for one in hit.contributions if one.points < 0}
    assert lost == {"trade", "prose", "scope"}
    again = {one.provider_id: one for one in match(query, Losing(rows), other, "fixed").centres}
    alike = 0
    for centre in found:
        if [hit.passage_id for hit in centre.rows] == [hit.passage_id for hit in again[centre.provider_id].rows]:
            alike += 1
            points, rest = weighed(centre.rows, DEFAULT_POLICY, other)
            assert abs(sum(points) + rest - again[centre.provider_id].score) <= 2 * len(NAMES)
    assert alike >= 4


def lesson_of(decisions: int = 40) -> Lesson:
    return learned(tuple(misled(decisions)), DEFAULT_POLICY)


def test_a_lesson_is_in_use_until_it_is_forgotten_and_both_leave_a_trace(working: Working, engine: Engine) -> None:
    with working(coordinator()) as work:
        kept = adopt(work, lesson_of())
        assert adopt(work, lesson_of()) == kept, "the same lesson is not adopted twice"
    assert kept is not None
    with reading(engine) as session:
        assert policy_in_use(session) == kept.policy != DEFAULT_POLICY
    with working(coordinator()) as work:
        assert forget(work) == kept
        assert forget(work) is None
    with reading(engine) as session:
        assert policy_in_use(session).model_dump_json() == DEFAULT_POLICY.model_dump_json()
        assert [(one.id, one.state) for one in lesson_store.lessons(session)] == [(kept.id, "withdrawn")]
        assert [one.action for one in entries(session, SUBJECT)] == ["match.learned", "match.forgotten"]


def test_a_newer_lesson_replaces_the_older_and_there_is_never_more_than_one(working: Working, engine: Engine) -> None:
    other = reweighed(DEFAULT_POLICY, [900, *[1000] * (len(NAMES) - 1)])
    with working(coordinator()) as work:
        adopt(work, lesson_of())
        adopt(work, lesson_of().model_copy(update={"policy": other}))
    with reading(engine) as session:
        assert [one.state for one in lesson_store.lessons(session)].count("active") == 1
        assert policy_in_use(session) == other
    with pytest.raises(Conflict) as lost, working(coordinator()) as work:
        lesson_store.add_lesson(work.session, "les_9", lesson_of(), other, work.now)
    assert isinstance(lost.value.__cause__, IntegrityError)


def test_a_lesson_about_another_shipped_policy_is_not_used(working: Working, engine: Engine) -> None:
    with working(coordinator()) as work:
        adopt(work, lesson_of().model_copy(update={"base_digest": "0" * 64}))
    with reading(engine) as session:
        assert policy_in_use(session) == DEFAULT_POLICY


def test_what_is_not_adopted_changes_nothing_but_the_audit(working: Working, engine: Engine) -> None:
    with working(coordinator()) as work:
        assert adopt(work, learned((), DEFAULT_POLICY)) is None
    with reading(engine) as session:
        assert lesson_store.lessons(session) == ()
        assert [one.action for one in entries(session, SUBJECT)] == ["match.nothing_learned"]


def test_only_coordinators_let_it_learn_or_forget(working: Working, engine: Engine) -> None:
    for role in ("enterprise", "centre", "evaluator"):
        with pytest.raises(NotAllowed), working(actor(role)) as work:  # type: ignore[arg-type]
            adopt(work, lesson_of())
        with pytest.raises(NotAllowed), working(actor(role)) as work:  # type: ignore[arg-type]
            forget(work)
        with pytest.raises(NotAllowed), reading(engine) as session:
            lesson_from(session, actor(role))  # type: ignore[arg-type]


@pytest.mark.parametrize(("reason", "pairs"), [("wrong_product", 1), ("no_capacity", 0), ("price", 0)])
def test_declines_that_say_nothing_of_fit_teach_nothing(
    working: Working, engine: Engine, reason: str, pairs: int
) -> None:
    with working() as work:
        _, made = matched_demand(work)
    first, second, _ = made.candidates
    with working(coordinator()) as work:
        decide(work, first.id, "accept", expected_version=1)
        decide(work, second.id, "decline", reason, expected_version=1)
    with reading(engine) as session:
        lesson = lesson_from(session, coordinator())
    assert (lesson.decisions, lesson.pairs) == (1 + pairs, pairs)
    assert lesson.policy is None, "one demand is never enough"
