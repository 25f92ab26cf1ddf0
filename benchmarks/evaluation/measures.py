"""The measurements: peers and ours in turn in one process, ratios only."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec

import numpy as np

from benchmarks.evaluation.memory import peak
from benchmarks.evaluation.peers import pymcdm_chain, skcriteria_chain
from benchmarks.evaluation.world import chain, data, names, spread
from benchmarks.speed.report import Line, medians
from evaluation.aggregate.batch import assess_many, element_scores
from evaluation.aggregate.min_max import min_max_scores
from evaluation.aggregate.weighted_sum import roll_up
from evaluation.editions.shipped import scheme_named
from evaluation.grades import displayed, star_for
from evaluation.weighting import weight_set
from evaluation.weights.by_name import weigh
from evaluation.weights.entropy import entropy

OBJECTIVE = ("entropy", "pca", "multi_objective", "scatter_degree", "mean_square", "variation", "max_deviation")


def whole_chain(rows: int, rounds: int) -> Iterator[Line]:
    """Table in, stars and ranks out, against the faster of the two libraries doing the same."""
    table = data(rows)
    peers = {"pymcdm": (pymcdm_chain, "pymcdm"), "scikit-criteria": (skcriteria_chain, "skcriteria")}
    there = {name: function for name, (function, module) in peers.items() if find_spec(module)}
    if not there:
        return
    calls: list[Callable[[int], object]] = [lambda _: chain(table)]
    calls += [lambda _, function=function: function(table) for function in there.values()]
    ours, *theirs = medians(calls, rounds)
    times = dict(zip(there, theirs, strict=True))
    fastest = min(times, key=lambda name: times[name])
    same = float((chain(table).stars == there[fastest](table)[0]).mean())
    others = "".join(f"; {name} {seconds / ours:.1f} ×" for name, seconds in times.items() if name != fastest)
    note = f"{rows:,} × 60; {fastest} is the faster peer{others}; same stars for {same:.2%}"
    yield Line("whole chain: faster peer / ours", times[fastest] / ours, "≥ 3", note)


def exact_score(rows: int, rounds: int) -> Iterator[Line]:
    """Totals as exact sums give them, and stars, of a whole-number table, against one float matrix-vector product."""
    scheme, table = scheme_named(), data(rows)
    small = min_max_scores(names(scheme), table)
    weights = spread(scheme, entropy(names(scheme), small).units())
    wide, plain, vector = small.astype(np.int64), small.astype(np.float64), np.full(60, 1 / 60)
    calls: list[Callable[[int], object]] = [
        lambda _: plain @ vector,
        lambda _: assess_many(scheme, weights, small),
        lambda _: assess_many(scheme, weights, wide),
        lambda _: element_scores(scheme, weights, small),
    ]
    numpy, ours, from_wide, parts = medians(calls, rounds)
    note = f"{rows:,} × 60; checks, exact rounding and stars included; scores in int16, as min–max gives them"
    yield Line("exact score and stars / numpy matrix @ vector", ours / numpy, "≤ 2", note)
    note = f"{rows:,} × 60; the same scores in int64, four times as much to read"
    yield Line("the same from int64 / numpy matrix @ vector", from_wide / numpy, "", note)
    note = f"{rows:,} × 60; every element of every subject, exact in whole numbers; made only when asked for"
    yield Line("exact element scores / numpy matrix @ vector", parts / numpy, "", note)


def growth(small: int, large: int, rounds: int) -> Iterator[Line]:
    """How the time of every objective method grows with the subjects."""
    ids, tables = names(scheme_named()), (data(small), data(large))
    for method in OBJECTIVE:
        calls = [lambda _, table=table, m=method: weigh(m, {"ids": ids, "table": table}) for table in tables]
        little, much = medians(calls, rounds)
        grown = math.log(much / little) / math.log(large / small)
        yield Line(f"exponent of the time of {method}", grown, "≤ 1.1", f"{small:,} → {large:,} × 60")


def memory(rows: int) -> Iterator[Line]:
    """The peak of a process over the bytes of the matrix; everything counts, the interpreter too."""
    matrix = rows * 60 * 8 / 1024
    bare = peak("nothing", rows) / matrix
    for name in ("chain", *OBJECTIVE):
        note = f"{rows:,} × 60, own process; interpreter, libraries and the matrix alone {bare:.2f}"
        yield Line(f"peak memory of {name} / matrix", peak(name, rows) / matrix, "≤ 4", note)


def rounding(subjects: int) -> Iterator[Line]:
    """Subjects with exact totals at or within a hair of a star limit: do displayed total and star ever disagree?"""
    scheme = scheme_named()
    weights = weight_set(scheme)
    source = np.random.default_rng(7)
    limit = source.choice([6_000, 7_000, 8_000, 9_000], subjects)
    table = np.repeat(limit[:, None], 60, axis=1) + source.integers(-40, 41, (subjects, 60))
    table[:, 0] += np.rint((limit - table.mean(axis=1)) * source.uniform(0, 60, subjects)).astype(np.int64) // 2
    table = np.clip(table, 0, 10_000).astype(np.int64)
    result = assess_many(scheme, weights, table)
    wrong = 0
    for shown, stars in zip(result.totals.tolist(), result.stars.tolist(), strict=True):
        text = Decimal(shown).scaleb(-scheme.decimals)
        wrong += stars != max(one.stars for one in scheme.stars if text >= one.at_least)
    near = float((np.abs(result.totals - limit) <= 1).mean())
    note = f"{subjects:,} subjects, {near:.0%} within 0.01 point of a limit"
    yield Line("displayed totals that contradict their stars", float(wrong), "≤ 0", note)
    checked = 0
    for row in range(0, subjects, max(subjects // 500, 1)):
        given = {leaf.id: int(score) for leaf, score in zip(scheme.indicators, table[row], strict=True)}
        rolled = roll_up(scheme, weights, given, "block")["T"]
        assert rolled.units is not None
        shown = displayed(rolled.units, rolled.places, scheme.decimals, scheme.rounding)
        checked += shown != result.totals[row] or star_for(shown, 2, scheme.stars).stars != result.stars[row]
        assert Fraction(rolled.units, 10**rolled.places) <= 100
    yield Line(
        "totals that differ from one-by-one fractions", float(checked), "≤ 0", "every 200th of them, at least 500"
    )
