"""层次总排序: a tree of criteria, one judgement matrix under every parent, weights for the leaves (S1-03, S1-18).

The global weight of a leaf is the product of the local weights on the way down. Consistency is summed up over the tree
with the global weight w_k of every parent (1 for the root): CR = Σ w_k CI_k / Σ w_k RI_k, for each level and over all
(T. L. Saaty, 1980).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from evaluation.weights.ahp import Solution, incomplete, judged, solved
from evaluation.weights.ahp_consistency import CR_LIMIT, INDEX_NAMES, ratio
from evaluation.weights.ahp_matrix import Matrix, missing_pairs, off_scale, plain, read_matrix
from evaluation.weights.ahp_priorities import PRIORITISATIONS, Prioritisation
from evaluation.weights.judging import FINE
from evaluation.weights.weights import Weights, checked_ids, decimal_shares, one_of, six
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

MOST_GROUPS = 200


def ahp_hierarchy(
    groups: Mapping[str, Mapping[str, Any]],
    prioritisation: Prioritisation = "eigenvector",
    random_index: str = "saaty",
) -> Weights:
    """Weights of all leaves from ``groups``: parent id → ``{"ids": children, "matrix": n × n}`` as ``ahp`` takes them.

    The groups must form one tree: one root, every other id under exactly one parent. Leaves come in the order of the
    tree. Raises ``InvalidInput`` that names the group.
    """
    way = one_of(prioritisation, PRIORITISATIONS, "prioritisation")
    table = one_of(random_index, INDEX_NAMES, "random_index")
    children = _children(groups)
    read = {name: read_matrix(ids, groups[name]["matrix"], f"groups.{name}.matrix") for name, ids in children.items()}
    found = {name: solved(ids, judged(read[name]), way, table) for name, ids in children.items()}
    levels, weights = _downwards(children, found)
    leaves = [name for name in _in_order(children, levels[0][0]) if name not in children]
    over_all = _ratio([name for level in levels for name in level], weights, found)
    return Weights(
        method="ahp_hierarchy",
        ids=tuple(leaves),
        values=decimal_shares([weights[name] for name in leaves]),
        source={
            "groups": {name: {"ids": list(ids), "matrix": plain(read[name])} for name, ids in children.items()},
            "prioritisation": way,
        },
        diagnostics={
            "prioritisation": way,
            "cr": six(over_all),
            "consistent": over_all < CR_LIMIT,
            "levels": [six(_ratio(level, weights, found)) for level in levels],
            "groups": {
                name: {
                    **one.diagnostics,
                    "weight": six(weights[name]),
                    "weights": {child: six(value) for child, value in zip(children[name], one.vector, strict=True)},
                }
                for name, one in found.items()
            },
        },
        warnings=_warnings(children, read, found, over_all),
    )


def _children(groups: Any) -> dict[str, tuple[str, ...]]:
    """Parent → children, checked to be one tree."""
    if not isinstance(groups, Mapping) or not 1 <= len(groups) <= MOST_GROUPS:
        raise InvalidInput("hierarchy_groups", "层次要有 1 到 {limit} 组", field="groups", limit=MOST_GROUPS)
    children = {}
    for name, group in groups.items():
        if not isinstance(group, Mapping) or set(group) != {"ids", "matrix"}:
            raise InvalidInput(
                "hierarchy_group",
                "“{name}”这一组要写 ids 和 matrix 两项",
                field=f"groups.{name}"[:80],
                name=str(name)[:40],
            )
        children[checked_ids([name])[0]] = checked_ids(group["ids"])
    below = [child for ids in children.values() for child in ids]
    checked_ids(below)
    roots = [name for name in children if name not in set(below)]
    order = _in_order(children, roots[0]) if len(roots) == 1 else []
    if len(order) != len(below) + 1:
        raise InvalidInput("hierarchy_tree", "各组要连成一棵树：只有一个顶，其余各在一组之下", field="groups")
    return {name: children[name] for name in order if name in children}  # whatever order the keys came in


def _in_order(children: Mapping[str, Sequence[str]], root: str) -> list[str]:
    """Every id that hangs on the root, depth first."""
    found, waiting = [], [root]
    while waiting:
        here = waiting.pop()
        found.append(here)
        waiting += reversed(children.get(here, ()))
    return found


def _downwards(
    children: Mapping[str, Sequence[str]], found: Mapping[str, Solution]
) -> tuple[list[list[str]], dict[str, Decimal]]:
    """The parents level by level from the root, and the global weight of every id."""
    below = {child for ids in children.values() for child in ids}
    levels = [[name for name in children if name not in below]]
    weights = {levels[0][0]: Decimal(1)}
    while True:
        following = []
        for parent in levels[-1]:
            for child, value in zip(children[parent], found[parent].vector, strict=True):
                weights[child] = FINE.multiply(weights[parent], value)
                following += [child] if child in children else []
        if not following:
            return levels, weights
        levels.append(following)


def _ratio(parents: Sequence[str], weights: Mapping[str, Decimal], found: Mapping[str, Solution]) -> Decimal:
    index = random = Decimal(0)
    for name in parents:
        index = FINE.fma(weights[name], found[name].consistency.ci, index)
        random = FINE.fma(weights[name], found[name].consistency.ri, random)
    return ratio(index, random)


def _warnings(
    children: Mapping[str, tuple[str, ...]],
    read: Mapping[str, Matrix],
    found: Mapping[str, Solution],
    over_all: Decimal,
) -> tuple[Sentence, ...]:
    said: list[Sentence] = []
    wavering = [name for name, one in found.items() if not one.consistency.accepted]
    if wavering:
        said.append(sentence("这些组的判断矩阵不一致：{groups}", groups="、".join(wavering)))
    if over_all >= CR_LIMIT:
        said.append(sentence("层次总排序不一致：CR = {cr}，不小于 {limit}", cr=f"{over_all:.4f}", limit=str(CR_LIMIT)))
    for name, rows in read.items():
        said += off_scale(children[name], rows)
    return (*said, *incomplete(sum(map(missing_pairs, read.values()))))
