"""Invented data tables, and the whole chain from a table to stars and ranks as the evaluation does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from evaluation.aggregate.batch import assess_many
from evaluation.aggregate.min_max import min_max_scores
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import scheme_named
from evaluation.quantise import quantise
from evaluation.weighting import WeightSet, weight_set
from evaluation.weights.declared import declared
from evaluation.weights.entropy import entropy

Table = NDArray[np.float64]
Ranks = NDArray[np.int64]


@dataclass(frozen=True)
class Chain:
    """Per subject: displayed total (units of 0.01 point), stars, rank (1 is best, equal totals share it)."""

    totals: Ranks
    stars: Ranks
    ranks: Ranks


def data(rows: int, columns: int = 60) -> Table:
    """Positive numbers of different sizes, one column a quantity of its own."""
    source = np.random.default_rng(rows)
    table: Table = source.beta(2, 3, (rows, columns))
    table *= 10.0 ** source.integers(-2, 4, columns)
    table += 0.01
    return table


def names(scheme: Scheme) -> list[str]:
    """The ids of the columns."""
    return [leaf.id for leaf in scheme.indicators]


def spread(scheme: Scheme, flat: Mapping[str, int]) -> WeightSet:
    """One vector over all indicators as vectors under every parent: a parent weighs what its children weigh."""
    mass = dict(flat)
    given = {}
    for parent, children in reversed(scheme.parents.items()):
        parts = {child.id: mass[child.id] for child in children}
        mass[parent] = sum(parts.values())
        units = quantise(parts)
        given[parent] = declared({name: Decimal(unit).scaleb(-6) for name, unit in units.items()}, "spread")
    return weight_set(scheme, given)


def ranked(totals: NDArray[np.int64]) -> Ranks:
    """Competition ranks: 1, 2, 2, 4."""
    counts = np.bincount(totals, minlength=1)
    above = np.cumsum(counts[::-1])[::-1] - counts
    ranks: Ranks = above[totals] + 1
    return ranks


def chain(table: Table) -> Chain:
    """Normalise, entropy weights of what came out, exact score, stars, rank."""
    scheme = scheme_named()
    scores = min_max_scores(names(scheme), table)
    weights = entropy(names(scheme), scores)
    result = assess_many(scheme, spread(scheme, weights.units()), scores)
    return Chain(result.totals, result.stars, ranked(result.totals))
