"""多目标规划法 (S1-19): weights that let all subjects together come out best. Two published programmes.

``ideal_point``: minimise Σ_i Σ_j w_j² (1 − z_ij)² under Σ w = 1, which gives w_j = (1/D_j) / Σ (1/D) with
D_j = Σ_i (1 − z_ij)², the squared distance of column j from the ideal. ``max_sum``: maximise every subject's score
Σ_j z_ij w_j, all alike important, under Σ w² = 1, which gives w_j = S_j / Σ S with S_j = Σ_i z_ij.

Both favour indicators on which everybody does well, the opposite of what the dispersion methods do; every result says
so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from evaluation.weights.data_table import Direction, Scaling, weighed
from evaluation.weights.scaled import Scaled
from evaluation.weights.scaling import scaled_table, source_seen
from evaluation.weights.weights import Weights, one_of, six
from foundation.errors import InvalidInput
from foundation.language import sentence

Programme = Literal["ideal_point", "max_sum"]


def multi_objective(
    ids: Sequence[str],
    table: Any,
    programme: Programme = "ideal_point",
    scaling: Scaling = "min_max",
    directions: Sequence[Direction] | None = None,
) -> Weights:
    """Weights from m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    ``min_max`` scales every column to 0–1 first and gives a constant column 0; with ``none`` the numbers must lie
    between 0 and 1 already, and a constant column counts by its value. Where every subject reaches the ideal on some
    columns (D_j = 0), those share all the weight, with a warning. Raises ``InvalidInput`` by name.
    """
    names, seen = scaled_table(ids, table, scaling, directions)
    chosen = one_of(programme, ("ideal_point", "max_sum"), "programme")
    _between_zero_and_one(names, seen)
    ideal = chosen == "ideal_point"
    totals = np.zeros(len(names))
    for block in seen.blocks():
        totals += np.add.reduce((1 - block) * (1 - block) if ideal else block, axis=0)
    out = seen.constant if seen.scaling == "min_max" else np.zeros(len(names), bool)
    reached = ~out & (totals == 0)
    warnings = [sentence("多目标规划法偏向大家都做得好的指标，与离散程度类方法相反")] if len(names) > 1 else []
    if not ideal:
        strengths = np.where(out, 0.0, totals)
    elif reached.any():
        strengths = reached.astype(np.float64)
        held = "、".join(name for name, there in zip(names, reached.tolist(), strict=True) if there)
        warnings.append(sentence("所有对象在“{ids}”上都达到理想值，权重全归这些指标", ids=held))
    else:
        strengths = np.where(out, 0.0, 1 / np.where(totals > 0, totals, 1.0))
    source = source_seen(seen)
    shown = dict(zip(names, map(six, totals.tolist()), strict=True))
    return weighed(
        "multi_objective", names, strengths.tolist(), {**source, "programme": chosen},
        {"programme": chosen, "distances" if ideal else "sums": shown}, warnings,
        remark=seen.scaling == "min_max" and not (ideal and reached.any()),
    )  # fmt: skip


def _between_zero_and_one(names: tuple[str, ...], seen: Scaled) -> None:
    if seen.scaling == "none":
        low, high = seen.range
        wrong = (low < 0) | (high > 1)
        for column in np.flatnonzero(wrong)[:1]:
            raise InvalidInput(
                "table_not_normalised", "“{id}”不在 0 与 1 之间，要先用 min_max 归一",
                field="table", id=names[int(column)],
            )  # fmt: skip
