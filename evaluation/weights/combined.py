"""主客观综合集成赋权 (S1-20): one vector out of a subjective u and an objective v.

additive a·u + (1 − a)·v; multiplicative u·v / Σ u·v (sharpens: what both favour gains); geometric √(u·v) / Σ √(u·v),
the vector of least relative entropy to both; least squares min Σ_i Σ_j [((u_j − w_j) z_ij)² + ((v_j − w_j) z_ij)²]
under Σ w = 1, which is (u + v)/2 whatever the data z; game theory, see :mod:`evaluation.weights.game`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from evaluation.weights.game import nearest
from evaluation.weights.vectors import vector
from evaluation.weights.weights import (
    EXACT,
    Number,
    Weights,
    decimal_shares,
    judgement,
    listed,
    one_of,
    shares,
    six,
    to_decimal,
)
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Rule = Literal["additive", "multiplicative", "geometric", "least_squares", "game"]

_RULES = ("additive", "multiplicative", "geometric", "least_squares", "game")
_MOST = 12
_HALF = Fraction(1, 2)


def combined(
    subjective: Any = None, objective: Any = None, rule: Rule = "additive", share: Number = "0.5", vectors: Any = None
) -> Weights:
    """One vector out of two by ``rule``; the game takes two or more as ``vectors`` instead, if wished.

    A vector is ``{id: number}``, a :class:`Weights`, or what ``docking evaluate weights --json`` printed. ``share``
    (0–1) is the subjective one's part in the additive rule; no other rule takes one.

    Raises ``InvalidInput`` that names the field.
    """
    chosen = one_of(rule, _RULES, "rule")
    if chosen != "additive" and judgement(share, "share") != _HALF:
        raise InvalidInput("combination_share_unused", "只有加法组合用 share", field="share")
    if vectors is not None:
        if chosen != "game" or subjective is not None or objective is not None:
            raise InvalidInput(
                "combination_vectors", "“vectors”只用于博弈论组合，且不与主观、客观两组并用", field="vectors"
            )
        return game([vector(given, f"vectors[{place}]") for place, given in enumerate(listed(vectors, "vectors"))])
    for field, given in (("subjective", subjective), ("objective", objective)):
        if given is None:
            raise InvalidInput("weights_input_missing", "{method} 缺“{field}”这一项", field=field, method="combined")
    u, v = vector(subjective, "subjective"), vector(objective, "objective")
    if chosen == "additive":
        return additive(u, v, share)
    if chosen == "game":
        return game([u, v])
    return {"multiplicative": multiplicative, "geometric": geometric, "least_squares": least_squares}[chosen](u, v)


def additive(subjective: Weights, objective: Weights, share: Number = "0.5") -> Weights:
    """``share`` of the subjective vector and the rest of the objective one; ``share`` lies between 0 and 1."""
    part = judgement(share, "share")
    if not 0 <= part <= 1:
        raise InvalidInput("combination_share", "主观权重所占的份额要在 0 与 1 之间", field="share")
    values = shares(part * u + (1 - part) * v for u, v in _pairs(subjective, objective))
    return _combined("combined/additive", subjective, objective, values, str(part))


def multiplicative(subjective: Weights, objective: Weights) -> Weights:
    """Normalised products."""
    return _products("combined/multiplicative", subjective, objective, to_decimal)


def geometric(subjective: Weights, objective: Weights) -> Weights:
    """Normalised geometric means."""
    return _products("combined/geometric", subjective, objective, lambda product: EXACT.sqrt(to_decimal(product)))


def least_squares(subjective: Weights, objective: Weights) -> Weights:
    """Half of each: the Lagrange multiplier of the programme is zero, so the data have no influence."""
    values = shares(u + v for u, v in _pairs(subjective, objective))
    found = _combined("combined/least_squares", subjective, objective, values, None)
    said = sentence("最小二乘组合恒为两组权重的平均，数据矩阵不起作用")
    return found.model_copy(update={"warnings": (*found.warnings, said)})


def game(vectors: list[Weights]) -> Weights:
    """The combination nearest to all vectors at once, with coefficients >= 0; the raw coefficients are reported."""
    if not 2 <= len(vectors) <= _MOST:
        raise InvalidInput("combination_count", "博弈论组合要 2 到 {limit} 组权重", field="vectors", limit=_MOST)
    first = vectors[0]
    rows = [[u for u, _ in _pairs(first, first)], *([v for _, v in _pairs(first, other)] for other in vectors[1:])]
    raw, used = nearest(rows)
    values = shares(
        sum((a * row[j] for a, row in zip(used, rows, strict=True)), Fraction(0)) for j in range(len(rows[0]))
    )
    warnings: list[Sentence] = [warning for each in vectors for warning in each.warnings]
    if raw is None:
        warnings.append(sentence("权重向量线性相关，博弈论方程组没有唯一解"))
    elif min(raw) < 0:
        warnings.append(sentence("博弈论方程组有负系数，改用非负最小二乘；原系数见诊断"))
    return Weights(
        method="combined/game",
        ids=first.ids,
        values=values,
        source={"vectors": [_story(each) for each in vectors]},
        diagnostics={
            "raw_coefficients": None if raw is None else [six(to_decimal(a)) for a in raw],
            "coefficients": [six(to_decimal(a / sum(used))) for a in used],
        },
        warnings=tuple(each for place, each in enumerate(warnings) if each not in warnings[:place]),
    )


def _products(method: str, subjective: Weights, objective: Weights, of: Callable[[Fraction], Decimal]) -> Weights:
    products = [u * v for u, v in _pairs(subjective, objective)]
    if not any(products):
        raise InvalidInput("combination_all_zero", "两组权重没有共同的非零项，不能相乘", field="weights")
    total = sum(products, Fraction(0))
    return _combined(method, subjective, objective, decimal_shares([of(product / total) for product in products]), None)


def _pairs(subjective: Weights, objective: Weights) -> list[tuple[Fraction, Fraction]]:
    """The two weights of every id, in the order of the subjective vector."""
    other = dict(zip(objective.ids, objective.values, strict=True))
    if set(other) != set(subjective.ids):
        raise InvalidInput("combination_ids_differ", "两组权重的指标不同", field="weights")
    own = zip(subjective.ids, subjective.values, strict=True)
    return [(Fraction(value), Fraction(other[name])) for name, value in own]


def _combined(
    method: str, subjective: Weights, objective: Weights, values: tuple[Decimal, ...], share: str | None
) -> Weights:
    parts = {"subjective": _story(subjective), "objective": _story(objective)}
    return Weights(
        method=method,
        ids=subjective.ids,
        values=values,
        source={**parts, "share": share},
        warnings=(*subjective.warnings, *objective.warnings),
    )


def _story(weights: Weights) -> dict[str, object]:
    content = weights.model_dump(mode="json", exclude={"warnings"})
    return dict(content)
