"""Fuzzy evaluation over any number of levels: the B of a group is a row of the group above it.

A tree is plain JSON. A leaf has ``id``, ``weight`` and one of ``votes`` (p counts), ``membership`` (p numbers 0–1) or
``value`` with ``functions`` (p trapezoids); a group has ``id``, ``weight`` and ``children``. Weights of siblings sum
to 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from evaluation.aggregate.fuzzy import (
    OPERATORS,
    FuzzyResult,
    Operator,
    checked_scale,
    checked_weights,
    composed,
    result,
)
from evaluation.aggregate.membership import Row, from_functions, from_row, from_votes
from evaluation.editions.scheme import MissingPolicy
from evaluation.weights.weights import checked_ids, listed, one_of
from foundation.errors import InvalidInput
from foundation.values import Value

ROOT = "T"
_DEEPEST = 8
_DATA = ("votes", "membership", "value")


class FuzzyEvaluation(Value):
    """The whole first, then every group in the order of the document; ``policy`` says what a gap did."""

    policy: MissingPolicy
    whole: FuzzyResult
    groups: tuple[FuzzyResult, ...]


def fce(
    grades: Any,
    children: Any = None,
    *,
    weights: Any = None,
    membership: Any = None,
    votes: Any = None,
    values: Any = None,
    operator: str = "product_sum",
    normalise: bool = True,
    missing: str = "renormalise",
) -> FuzzyEvaluation:
    """Fuzzy comprehensive evaluation of a tree (``children``) or of one level (``weights`` with ``membership`` or
    ``votes``, n × p).

    ``normalise`` turns the B of a group into shares before it becomes a row above. ``missing``: the weights of children
    without data go to their siblings (``renormalise``), count nothing (``zero``), or leave the group without a result
    (``block``); always listed. Raises ``InvalidInput`` naming the field.
    """
    names, numbers = checked_scale(grades, values)
    how = cast(Operator, one_of(operator, tuple(OPERATORS), "operator"))
    policy = cast(MissingPolicy, one_of(missing, ("renormalise", "zero", "block"), "missing"))
    if not isinstance(normalise, bool):
        raise InvalidInput("fuzzy_normalise", "“normalise”要是 true 或 false", field="normalise")
    nodes = children if children is not None else _one_level(weights, membership, votes)
    reading = _Reading(names, numbers, how, normalise, policy)
    whole, _ = reading.group(ROOT, nodes, "children", 1)
    return FuzzyEvaluation(policy=policy, whole=whole, groups=tuple(reading.groups))


def _one_level(weights: Any, membership: Any, votes: Any) -> list[dict[str, Any]]:
    if (membership is None) == (votes is None) or weights is None:
        raise InvalidInput("fuzzy_input", "要给出 children，或 weights 加 membership、votes 之一", field="children")
    key, given = ("membership", membership) if votes is None else ("votes", votes)
    rows, parts = listed(given, key), listed(weights, "weights")
    if len(parts) != len(rows):
        raise InvalidInput("fuzzy_rows", "{rows} 行隶属度要有 {rows} 个权重", field="weights", rows=len(rows))
    pairs = enumerate(zip(parts, rows, strict=True), start=1)
    return [{"id": str(place), "weight": weight, key: row} for place, (weight, row) in pairs]


class _Reading:
    def __init__(
        self,
        grades: tuple[str, ...],
        values: tuple[Fraction, ...] | None,
        operator: Operator,
        normalise: bool,
        policy: MissingPolicy,
    ) -> None:
        self.grades, self.values, self.operator = grades, values, operator
        self.normalise, self.policy = normalise, policy
        self.groups: list[FuzzyResult] = []
        self.seen: set[str] = {ROOT}

    def group(self, name: str, children: Any, field: str, depth: int) -> tuple[FuzzyResult, Row]:
        """The result of one group and its exact B; the groups below it are kept in :attr:`groups`."""
        if depth > _DEEPEST:
            raise InvalidInput("fuzzy_depth", "层级最多 {most} 层", field=field, most=_DEEPEST)
        nodes = [self._node(one, f"{field}[{place}]") for place, one in enumerate(listed(children, field))]
        ids = checked_ids([node["id"] for node in nodes], field)
        if twice := sorted(self.seen & set(ids)):
            raise InvalidInput("weight_ids_doubled", "编号有重复：{ids}", field=field, ids="、".join(twice))
        self.seen |= set(ids)
        weights = checked_weights([node["weight"] for node in nodes], f"{field}.weight")
        rows = [self._row(node, f"{field}[{place}]", depth) for place, node in enumerate(nodes)]
        gaps = [node for node, row in zip(ids, rows, strict=True) if row is None]
        memberships = self._composed(weights, rows)
        return result(name, self.operator, self.grades, self.values, memberships, gaps), memberships

    def _composed(self, weights: Sequence[Fraction], rows: Sequence[Row | None]) -> Row:
        nothing = (Fraction(0),) * len(self.grades)
        known = [(weight, row) for weight, row in zip(weights, rows, strict=True) if row is not None]
        present = sum((weight for weight, _ in known), Fraction(0))
        if not present or (self.policy == "block" and len(known) < len(rows)):
            return nothing
        share = present if self.policy == "renormalise" and len(known) < len(rows) else Fraction(1)
        return composed([weight / share for weight, _ in known], [row for _, row in known], self.operator)

    def _row(self, node: Mapping[str, Any], field: str, depth: int) -> Row | None:
        size = len(self.grades)
        if "children" in node:
            place = len(self.groups)
            found, row = self.group(node["id"], node["children"], f"{field}.children", depth + 1)
            self.groups.insert(place, found)
            total = sum(row, Fraction(0))
            return tuple(one / total if self.normalise else one for one in row) if total else None
        if "votes" in node:
            return from_votes(node["votes"], f"{field}.votes", size)
        if "membership" in node:
            return from_row(node["membership"], f"{field}.membership", size)
        return from_functions(node["value"], node.get("functions"), field, size)

    @staticmethod
    def _node(given: Any, field: str) -> Mapping[str, Any]:
        if not isinstance(given, Mapping):
            raise InvalidInput("fuzzy_node", "“{field}”要是一个对象", field=field)
        for key in ("id", "weight"):
            if key not in given:
                raise InvalidInput("fuzzy_node_key", "“{field}”缺“{key}”", field=field, key=key)
        unknown = sorted(map(str, set(given) - {"id", "weight", "children", "functions", *_DATA}))
        if unknown:
            raise InvalidInput("fuzzy_node_unknown", "“{field}”里不认识“{key}”", field=field, key=unknown[0][:40])
        if sum(key in given for key in ("children", *_DATA)) != 1:
            raise InvalidInput("fuzzy_node_data", "“{field}”要有 children、votes、membership、value 之一", field=field)
        return given
