"""What stands between a lesson and its use: proof, worth, no trade that pays, and the careful fit before the bold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.learning.fitting import even, fitted
from matcher.learning.guards import HeldOut, objection
from matcher.learning.judging import Judged, Pairs, pairs_of
from matcher.learning.learning import learned
from matcher.policy import DEFAULT_POLICY
from tests.matcher.learning.test_learning import misled, served

COUNT = len(DEFAULT_POLICY.signals)
EVEN = even(DEFAULT_POLICY)


def pairs(leads: list[int], trades: list[str]) -> Pairs:
    """One pair for each demand: the accepted one leads by so many points, whatever the signals count."""
    return Pairs(
        points=np.zeros((len(leads), COUNT), np.int64),
        rest=np.array(leads, np.int64),
        demands=np.array([f"dem_{n:04}" for n in range(len(leads))]),
        trades=np.array(trades),
    )


def against(leads: list[int], after: list[int], trades: list[str], weak: str = "") -> str:
    """What speaks against multipliers under which the pairs, held out, lead by ``after``."""
    judged = HeldOut(np.array(after, np.int64) * 1000, np.array([one == weak for one in trades]))
    found = objection(pairs(leads, trades), DEFAULT_POLICY, EVEN, judged)
    return "" if found is None else found.text()


def test_nothing_speaks_against_what_makes_many_demands_better() -> None:
    assert against([-1000] * 30, [2000] * 30, ["a"] * 30) == ""


def test_gains_that_a_coin_would_give_are_not_enough() -> None:
    assert "碰运气" in against([-1000, 1000] * 15, [1000, -1000] * 15, ["a"] * 30)


def test_a_gain_far_from_the_turning_point_is_none() -> None:
    assert "碰运气" in against([50_000] * 30, [90_000] * 30, ["a"] * 30)


def test_a_handful_of_pairs_among_thousands_is_not_worth_a_new_order_of_everything() -> None:
    leads = [-1000] * 9 + [30_000] * 2000
    assert "不值得改" in against(leads, [1000] * 9 + [30_000] * 2000, ["a"] * 2009)
    assert against(leads[:1009], [1000] * 9 + [30_000] * 1000, ["a"] * 1009) == ""


def test_a_trade_in_which_pairs_turn_wrong_is_named() -> None:
    trades = ["a"] * 60 + ["轴承"] * 5
    told = against([-1000] * 60 + [1000] * 5, [1000] * 60 + [-1000] * 5, trades)
    assert "轴承" in told
    assert "变错 5 对" in told
    assert against([-1000] * 60 + [1000] * 1, [1000] * 60 + [-1000] * 1, trades[:61]) == ""


def test_the_weakest_trades_must_not_fall_together_even_where_no_pair_turns() -> None:
    trades = ["a"] * 40 + ["b"] * 5
    leads, after = [-1000] * 40 + [9000] * 5, [3000] * 40 + [7000] * 5
    assert "四分之一" in against(leads, after, trades, weak="b")
    assert against(leads, after, trades, weak="a") == ""


def test_trades_that_pay_in_learning_and_pay_again_where_it_was_not_learned_stop_it() -> None:
    lesson = learned((*misled(60), *served(2, "trade_b")), DEFAULT_POLICY)
    assert lesson.policy is None
    assert "四分之一" in str(lesson.why)


def lukewarm(count: int, trade: str) -> Iterator[Judged]:
    """Demands served by what misleads the others, and served a little by another signal too."""
    for one in served(count, trade):
        points = list(one.points)
        points[0] += 30_000 if one.is_accepted else 0
        yield one.model_copy(update={"points": tuple(points)})


def test_a_careful_fit_takes_less_from_the_trade_that_pays() -> None:
    told = pairs_of((*misled(40), *lukewarm(12, "trade_b")))
    bold, careful = fitted(told, DEFAULT_POLICY), fitted(told, DEFAULT_POLICY, 3)
    paying = told.of(told.trades == "trade_b")
    assert paying.ahead(bold).sum() < paying.ahead(careful).sum()
    assert paying.ahead(bold).sum() < paying.ahead(EVEN).sum()


def test_the_careful_fit_is_taken_where_it_is_enough() -> None:
    lesson = learned(tuple(misled(40)), DEFAULT_POLICY)
    assert lesson.care == 3
