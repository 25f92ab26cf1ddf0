"""How much a result rests on its weights, on one page: exact answers first, sampling apart and last.

``sensitivity(assessments=[…])`` takes exported assessments; a single exported assessment may also be given as it is to
:func:`from_export`. Nothing here is part of an assessment or of its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from evaluation.calling import called
from evaluation.growing import Growing
from evaluation.sensitivity.least import LeastChanges, least_changes
from evaluation.sensitivity.methods import UnderWeights, compare_methods, read_weight_sets
from evaluation.sensitivity.one_weight import OneWeight, RankChange, one_weights, rank_changes, ranks, totals
from evaluation.sensitivity.reading import cycle_years, read_assessments
from evaluation.sensitivity.reversal import RankReversal, rank_reversal, read_relative
from evaluation.sensitivity.sampling import MOST_DRAWS, Sampled, read_ranges, sampled
from evaluation.sensitivity.shifts import OrderShifts, StarShifts, order_shifts, star_shifts
from foundation.errors import InvalidInput


class Stand(Growing):
    """Where one subject stands under the official weights; ``None`` throughout when it has no total.

    A scheme with named grades tells the ``grade`` instead of stars.
    """

    later: ClassVar[frozenset[str]] = frozenset({"grade"})

    subject: str
    total: str | None
    stars: int | None
    rank: int | None
    grade: str | None = None


class Sensitivity(Growing):
    """Everything asked of the assessments. All is exact but ``sampled``, which names seed and error.

    ``cycle_years``: the scheme grades the mean of so many years; here every assessment is graded by itself.
    """

    later: ClassVar[frozenset[str]] = frozenset({"cycle_years"})

    stands: tuple[Stand, ...]
    one_weight: tuple[OneWeight, ...]
    rank_changes: tuple[RankChange, ...]
    star_shifts: tuple[StarShifts, ...]
    order_shifts: tuple[OrderShifts, ...]
    least: tuple[LeastChanges, ...]
    methods: tuple[UnderWeights, ...]
    reversal: RankReversal
    sampled: Sampled | None
    cycle_years: int | None = None


def sensitivity(
    assessments: Any,
    *,
    weight_sets: Any = (),
    relative: Any = (),
    spread: Any = "0.1",
    judges: Any = None,
    samples: Any = 2_000,
    seed: Any = 1,
) -> Sensitivity:
    """Sensitivity of 1–100 exported assessments with the same weights.

    ``weight_sets`` are alternatives by name, ``relative`` the weightings taken from the compared data, ``spread``
    (0–1) and ``judges`` (by parent the weights of each) declare what is admissible, ``samples`` (0: none) and ``seed``
    say how it is sampled. Raises ``InvalidInput`` naming the field.
    """
    compared = read_assessments(assessments)
    sets = read_weight_sets(weight_sets, compared.weighting)
    own = read_relative(relative, compared)
    panel = {} if judges is None else judges
    width, ranges = read_ranges(spread, panel, compared.weighting)
    count, start = _whole(samples, "samples", MOST_DRAWS), _whole(seed, "seed", 2**63)
    subjects, exact = compared.subjects, totals(compared)
    places = ranks(compared.grades, exact)
    return Sensitivity(
        stands=tuple(
            Stand(
                subject=one.name,
                total=None if one.name not in exact else compared.grades.shown(exact[one.name]),
                rank=places.get(one.name),
                **compared.grades.told(compared.grades.stars(exact[one.name]))
                if one.name in exact
                else {"stars": None},
            )
            for one in subjects
        ),
        one_weight=tuple(line for one in subjects for line in one_weights(one, compared.grades)),
        rank_changes=rank_changes(compared),
        star_shifts=tuple(star_shifts(one, compared.grades) for one in subjects),
        order_shifts=order_shifts(compared),
        least=tuple(least_changes(one, compared.grades) for one in subjects),
        methods=compare_methods(compared, sets),
        reversal=rank_reversal(compared, own),
        sampled=sampled(compared, width, ranges, panel, count, start) if count else None,
        cycle_years=cycle_years(assessments[0]),
    )


def from_export(content: Any) -> Sensitivity:
    """The same from JSON: an object of arguments, or one exported assessment as it is."""
    alone = isinstance(content, Mapping) and ("results" in content or "content" in content)
    return called("sensitivity", sensitivity, {"assessments": [content]} if alone else content)


def _whole(given: Any, field: str, most: int) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= most:
        return given
    raise InvalidInput("sensitivity_whole", "“{field}”要是 0 与 {most} 之间的整数", field=field, most=most)
