"""What the dispersion methods share: reading the table on its scale, and saying which scale it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.weights.data_table import checked_directions, ranged_table, source_of
from evaluation.weights.interval import directions_of, fitted, raw_of, read_intervals
from evaluation.weights.levels import are_levels
from evaluation.weights.scaled import Scaled
from evaluation.weights.weights import checked_ids, one_of
from foundation.language import Sentence, sentence


def scaled_table(
    ids: Any, table: Any, scaling: Any, directions: Sequence[str] | None, least_subjects: int = 2, levels: bool = False
) -> tuple[tuple[str, ...], Scaled]:
    """The checked ids and the checked table on its scale; ``InvalidInput`` names what does not fit.

    With ``levels`` a table that :func:`are_levels` and needs no scaling stays one of int16.
    """
    names = checked_ids(ids)
    how = one_of(scaling, ("none", "min_max"), "scaling")
    given, known = ranged_table(names, table, least_subjects, levels and how == "none" and are_levels(table))
    plain, intervals = read_intervals(names, directions)
    turned = checked_directions(names, plain)
    if intervals:
        return names, fitted(names, given, "min_max" if how == "min_max" else "none", turned, intervals)
    return names, Scaled(given, "min_max" if how == "min_max" else "none", turned, known)


def source_seen(seen: Scaled) -> dict[str, Any]:
    """For the report: the table as given, its scaling and directions."""
    return {**source_of(raw_of(seen)), "scaling": seen.scaling, "directions": directions_of(seen)}


def source_and_name(seen: Scaled) -> tuple[dict[str, Any], tuple[Sentence, ...]]:
    """For the report: the table, its scaling and directions; and a remark when nothing was scaled."""
    source = source_seen(seen)
    unscaled = seen.scaling == "none" and seen.data.shape[1] > 1
    return source, (sentence("数据没有归一，单位不同的指标不可比"),) if unscaled else ()
