"""One input, both ways: how far the answers lie apart."""

from __future__ import annotations

import json
from typing import Any, Literal

from evaluation.aggregate.fuzzy_tree import fce
from evaluation.recompute.by_name import recomputed
from evaluation.recompute.fuzzy_levels import memberships, score
from evaluation.weights.by_name import weigh
from foundation.errors import InvalidInput

Apart = float | Literal["refused", "not unique"]
"""The largest difference of one number, or why there is none."""


def weights_apart(method: str, content: dict[str, Any]) -> Apart:
    """The method against its second way, from the source as a report carries it (plain JSON)."""
    try:
        found = weigh(method, content)
    except InvalidInput:
        return "refused"
    plain = json.loads(json.dumps(found.model_dump(mode="json", exclude={"warnings"})))
    again = recomputed(plain["method"], plain["ids"], plain["source"])
    if again is None:
        return "not unique"
    assert set(again) == set(found.ids)
    return max(abs(float(value) - again[name]) for name, value in zip(found.ids, found.values, strict=True))


def fuzzy_apart(content: dict[str, Any]) -> float:
    """Fuzzy evaluation against its second way: every B and every score of the tree."""
    found = fce(**content)
    again = memberships(content)
    assert {node.id for node in (found.whole, *found.groups)} == set(again)
    apart = [0.0]
    for node in (found.whole, *found.groups):
        apart += [abs(float(one) - float(other)) for one, other in zip(node.memberships, again[node.id], strict=True)]
        points = score(content, again[node.id])
        assert (points is None) is (node.score is None)
        if points is not None and node.score is not None:
            apart.append(abs(float(points) - float(node.score)))
    return max(apart)
