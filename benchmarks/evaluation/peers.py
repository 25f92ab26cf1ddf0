"""The peers, used as their own documentation shows: pymcdm and scikit-criteria doing the same chain."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

LIMITS = np.array([0.6, 0.7, 0.8, 0.9])


def pymcdm_chain(table: NDArray[np.float64]) -> tuple[Any, Any]:
    """Min–max, entropy weights, weighted sum, stars, ranks by pymcdm; stars and ranks."""
    from pymcdm import normalizations
    from pymcdm.helpers import normalize_matrix, rrankdata
    from pymcdm.methods import WSM
    from pymcdm.weights import entropy_weights

    types = np.ones(table.shape[1])
    scaled = normalize_matrix(table, normalizations.minmax_normalization, types)
    weights = entropy_weights(scaled + 1e-12)  # it refuses a matrix that holds a zero
    totals = WSM(normalization_function=lambda column, cost=False: column)(scaled, weights, types)
    return np.searchsorted(LIMITS, totals, side="right") + 1, rrankdata(totals)


def skcriteria_chain(table: NDArray[np.float64]) -> tuple[Any, Any]:
    """The same by scikit-criteria's own pipeline of transformers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.preprocessing.scalers import MinMaxScaler
        from skcriteria.preprocessing.weighters import EntropyWeighter

        matrix = skcriteria.mkdm(table, [max] * table.shape[1])
        weighed = EntropyWeighter().transform(MinMaxScaler(target="matrix").transform(matrix))
        result = WeightedSumModel().evaluate(weighed)
        return np.searchsorted(LIMITS, result.e_.score, side="right") + 1, result.rank_
