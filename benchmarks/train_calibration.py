"""``python -m benchmarks.train_calibration [--check]``: the scales of confidence from the train half, as JSON.

Cross-validated by industry: sums are looked up in a table made of sums that models gave which never saw the industry.
Each sign counts by a line with two bends, at a third and at two thirds of its values. The threshold is the highest that
loses at most a share (:class:`Register`) of the answerable demands of the train half as they stand, over worlds of all
sizes together: in the worlds of one size that would hang on the two to nine weakest of them. Demands of either register
(:mod:`matcher.register`) have scales of their own. Same set, same bytes: with ``--check`` the exit code is 1 when the
shipped file is another.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit
from threadpoolctl import threadpool_limits

from benchmarks.calibration.worlds import FOR_ONE_ROW, WHOLE, Case, Form, cases
from matcher.signs import Signs

GRADED = Path("tests/golden/matching")
SHIPPED = Path("matcher/data/calibration.json")
SEED = 5
PRIOR = 500
BINS = 20
FOLDS = 8
BENDS = (1 / 3, 2 / 3)
"""Shares of a sign's values below which its line runs straight."""
WHOLE_TRADE = 2
"""What is outside everywhere counts so much more where all industries have centres: there something near is always
found, and no service is as small as the other worlds."""
PENALTY = 0.3
"""The smaller, the closer the weights stay to nothing."""
SCALED = 1_000_000
OF_PUBLISHED = ("published", "develops", "expert_sense", "expert_words")
"""Signs that only tell published demands apart: told ones are judged the same without them."""


class Register(NamedTuple):
    """How the scales of one register are trained."""

    outside: Mapping[Form, float]
    """What some forms count among all that is outside; the others share the rest as they stand."""
    answerable: Mapping[Form, float]
    """The same of what is answerable."""
    signs: tuple[str, ...]
    lost: float
    """The threshold loses so much, at most, of the answerable :attr:`asked` under cross-validation."""
    asked: tuple[Form, ...]


TOLD = Register(
    outside={"far": 0.43, "beyond": 0.2, "act": 0.1, "amid": 0.15},
    answerable={"short": 0.2, "named": 0.05, "asked": 0.25, "held": 0.05, "story": 0.1, "served": 0.15},
    signs=tuple(name for name in Signs.model_fields if name not in OF_PUBLISHED),
    lost=0.02,
    asked=("whole",),
)
PUBLISHED = Register(
    outside={"project": 0.6, "far": 0.2},
    answerable={"published": 0.5, "story": 0.1},
    signs=tuple(name for name in Signs.model_fields if name != "published"),
    lost=0.04,  # no industry of its own in training is harder for a project than what dev asks: there 0.7 % are lost
    asked=("whole", "published"),
)

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def values(signs: Sequence[Signs], names: Sequence[str]) -> Numbers:
    """(n, signs) as numbers."""
    return np.array([[getattr(one, name) for name in names] for one in signs], np.float64)


def bends(signs: Numbers) -> list[tuple[int, int]]:
    """(sign, from where on) of every part of the lines: each sign from nothing on, and from each of its bends."""
    borders = np.rint(np.quantile(signs, BENDS, axis=0)).astype(np.int64).T.tolist()
    least, most = signs.min(axis=0).tolist(), signs.max(axis=0).tolist()
    bent = [
        (place, at) for place, own in enumerate(borders) for at in sorted({*own}) if least[place] < at < most[place]
    ]
    return [*((place, 0) for place in range(signs.shape[1])), *bent]


def bent(signs: Numbers, parts: Sequence[tuple[int, int]]) -> Numbers:
    """(n, parts) how far each sign is above where a part begins."""
    return np.stack([np.maximum(0, signs[:, place] - above) for place, above in parts], axis=1)


def balanced(right: Flags) -> Numbers:
    """Weights under which as many are right as :data:`PRIOR` says; their mean is one."""
    share = PRIOR / 1000
    return np.where(right, share / right.mean(), (1 - share) / (1 - right.mean()))


def spread_out(right: Flags, forms: Sequence[Form], sizes: Sequence[int], register: Register) -> Numbers:
    """The weights of :func:`balanced`, each side shared out between the forms."""
    weight, form = balanced(right), np.array(forms)
    large = np.where(np.array(sizes) >= WHOLE, WHOLE_TRADE, 1)
    shares = ((~right, register.outside), (right, register.answerable))
    for side, named in shares:
        whole, others = weight[side].sum(), side & ~np.isin(form, list(named))
        some = {name: side & (form == name) for name in named}
        if others.any() and all(mine.any() for mine in some.values()):
            weight[others] = whole * (1 - sum(named.values())) / others.sum()
            for name, share in named.items():
                counted = large[some[name]] if side is shares[0][0] else np.ones(some[name].sum())
                weight[some[name]] = whole * share * counted / counted.sum()
    return weight


def fitted(signs: Numbers, right: Flags, weight: Numbers) -> tuple[NDArray[np.int64], int]:
    """Whole points per thousandth of each sign, and where the scale begins: penalised logistic regression, rounded."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    scaled = (signs - mean) / spread
    truth = right.astype(np.float64)

    def loss(at: Numbers) -> tuple[float, Numbers]:
        said = scaled @ at[1:] + at[0]
        fault = np.logaddexp(0, said) - truth * said
        off = weight * (expit(said) - truth)
        value = float((weight * fault).sum() + (at[1:] ** 2).sum() / (2 * PENALTY))
        return value, np.concatenate([[off.sum()], scaled.T @ off + at[1:] / PENALTY])

    found = minimize(loss, np.zeros(signs.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 2000})
    points = np.rint(found.x[1:] / spread * SCALED / 100) * 100
    begin = round(float(found.x[0] * SCALED - mean @ points))
    return points.astype(np.int64), begin


def unseen(
    signs: Numbers,
    right: Flags,
    groups: NDArray[np.str_],
    forms: Sequence[Form],
    sizes: Sequence[int],
    register: Register,
) -> NDArray[np.int64]:
    """The sum of each, by a model that saw nothing of its industry; from where that model's scale begins."""
    names = sorted(set(groups.tolist()))
    totals = np.zeros(len(right), np.int64)
    for fold in range(FOLDS):
        mine = np.isin(groups, names[fold::FOLDS])
        weight = spread_out(right[~mine], np.array(forms)[~mine].tolist(), np.array(sizes)[~mine].tolist(), register)
        points, begin = fitted(signs[~mine], right[~mine], weight)
        totals[mine] = signs[mine].astype(np.int64) @ points + begin
    return totals


def steps(totals: NDArray[np.int64], right: Flags, weight: Numbers) -> list[dict[str, int]]:
    """A rising table of about :data:`BINS` steps: the middle of each bin and the share of right ones in it."""
    order = np.argsort(totals, kind="stable")
    bins = np.array_split(order, BINS)
    at = [round(float(np.average(totals[rows], weights=weight[rows]))) for rows in bins]
    share = np.array([np.average(right[rows], weights=weight[rows]) for rows in bins])
    held = np.array([weight[rows].sum() for rows in bins])
    rising = isotonic_regression(share, weights=held).x
    said = [min(990, max(10, round(1000 * float(one)))) for one in rising]
    kept: dict[int, int] = dict(zip(at, said, strict=True))
    return [{"at": place, "thousandths": value} for place, value in sorted(kept.items())]


def scale(answers: Sequence[Answer], register: Register) -> tuple[dict[str, Any], Numbers]:
    """A scale as data, and what it says of each answer under cross-validation."""
    signs, right, groups, forms, sizes = zip(*answers, strict=True)
    told, flags = values(signs, register.signs), np.array(right)
    parts = bends(told)
    numbers = bent(told, parts)
    weight = spread_out(flags, forms, sizes, register)
    totals = unseen(numbers, flags, np.array(groups), forms, sizes, register)
    table = steps(totals, flags, weight)
    points, begin = fitted(numbers, flags, weight)
    weights = [
        {"sign": register.signs[place], "points": value} | ({"above": above} if above else {})
        for (place, above), value in zip(parts, points.tolist(), strict=True)
        if value
    ]
    said = np.interp(totals, [step["at"] for step in table], [step["thousandths"] for step in table])
    placed = [{"at": step["at"] - begin, "thousandths": step["thousandths"]} for step in table]
    return {"weights": weights, "steps": placed}, said


def group_of(case: Case) -> str:
    """The industry; where there is none, the demand itself with whatever was made of it."""
    return case.industry or case.demand.split("#")[0]


Answer = tuple[Signs, bool, str, Form, int]
"""Its signs, whether somebody fits, the industry that asks, how it is asked, and the size of the world."""


def rows_of(every: Sequence[Case]) -> Iterator[Answer]:
    """The best rows of each answer, whether they fit, the industry that asks, and the size of the world.

    Of a row that is asked for in other words that row alone: whether others fit too nobody has graded.
    """
    for case in every:
        for centre in case.found.centres[:5]:
            fits = centre.rows[0].passage_id in case.fits
            if centre.signs is not None and (fits or case.form not in FOR_ONE_ROW):
                yield centre.signs, fits, group_of(case), case.form, case.size


def scales(every: Sequence[Case], register: Register) -> dict[str, Any]:
    """The scales of one register as data."""
    answers = [
        (one.found.signs, one.is_answerable, group_of(one), one.form, one.size)
        for one in every
        if one.found.signs is not None
    ]
    answer, said = scale(answers, register)
    row, _ = scale(list(rows_of(every)), register)
    asked = np.array([is_right and form in register.asked for _, is_right, _, form, _ in answers])
    return {"least": int(np.floor(np.quantile(said[asked], register.lost))), "answer": answer, "row": row}


def trained(every: Sequence[Case]) -> dict[str, Any]:
    """The calibration as data. Told demands are learnt with all of the train half, published ones among them: that
    there is more of it is worth more to them than that it is of their own register."""
    told = [one for one in every if one.form not in ("published", "project")]
    published = [one for one in every if one.found.signs is not None and one.found.signs.published]
    made = scales(published, PUBLISHED)
    return {"version": "2026.31", "prior": PRIOR, **scales(told, TOLD), "published": made}


def main() -> int:
    """Train, and write or compare."""
    from api.bench.graded import read_graded
    from kb.embedding import open_embedder
    from kb.trade.compiling import compile_trade
    from kb.trade.reading import read_knowledge

    embedder = open_embedder()
    knowledge = read_knowledge()
    trade = compile_trade(knowledge, embedder)
    asked = list(cases(read_graded(GRADED), GRADED, "train", embedder, trade, SEED, knowledge=knowledge))
    with threadpool_limits(1):  # more threads would add in another order
        made = trained(asked)
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if "--check" in sys.argv:
        return int(SHIPPED.read_text("utf-8") != text)
    SHIPPED.parent.mkdir(exist_ok=True)
    SHIPPED.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
