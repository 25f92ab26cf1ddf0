"""The weights of a whole scheme: one quantised vector under every parent, with where it came from.

Parents without a vector of their own take the weights that the scheme states, or equal ones, which say of themselves
"等权，未论证".
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from pydantic import Field

from evaluation.canonical import sha256
from evaluation.editions.scheme import Scheme
from evaluation.exact import fixed
from evaluation.quantise import ONE, PLACES
from evaluation.remembering import Remembering
from evaluation.weights.declared import declared
from evaluation.weights.equal import equal
from evaluation.weights.weights import Weights
from foundation.errors import InvalidInput
from foundation.language import Sentence
from foundation.values import Value


class GroupWeights(Value):
    """The official weights under one parent: units of 10^-6 by child id, sum 1 000 000, and their story."""

    parent: str
    method: str
    units: dict[str, int]
    source: dict[str, Any] = Field(default_factory=dict)
    diagnostics: dict[str, Any] = Field(default_factory=dict)
    warnings: tuple[Sentence, ...] = ()

    @property
    def content(self) -> dict[str, Any]:
        """Plain JSON with the weights as six-decimal text."""
        plain = self.model_dump(mode="json", exclude={"units"})
        return {**plain, "weights": {name: fixed(units, PLACES) for name, units in self.units.items()}}

    @classmethod
    def from_content(cls, plain: Mapping[str, Any]) -> GroupWeights:
        """The value again from its :attr:`content`."""
        units = {name: int(Fraction(text) * ONE) for name, text in plain["weights"].items()}
        return cls(**{key: value for key, value in plain.items() if key != "weights"}, units=units)


class WeightSet(Remembering):
    """The weights of every parent of one scheme, from the whole down."""

    scheme: str
    groups: tuple[GroupWeights, ...]

    def under(self, parent: str) -> dict[str, int]:
        """The weights of the children of ``parent`` in units of 10^-6."""
        return next(group.units for group in self.groups if group.parent == parent)

    @cached_property
    def content(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"scheme": self.scheme, "groups": [group.content for group in self.groups]}

    @cached_property
    def sha256(self) -> str:
        """Names this very set of weights, sources included."""
        return sha256(self.content)


def weight_set(scheme: Scheme, given: Mapping[str, Weights] | None = None) -> WeightSet:
    """Official weights for ``scheme``: ``given`` by parent id (``T`` for the elements), the scheme's own, or equal.

    Raises ``InvalidInput`` when a vector names an unknown parent or other children than the parent has, ``Conflict``
    while the scheme has open slots.
    """
    scheme.require_complete()
    chosen = dict(given or {})
    unknown = sorted(set(chosen) - set(scheme.parents))
    if unknown:
        raise InvalidInput("weights_parent_unknown", "方案里没有“{id}”这一级", field="weights", id=unknown[0])
    groups = []
    for parent, children in scheme.parents.items():
        ids = [child.id for child in children]
        own = {child.id: child.weight for child in children if child.weight is not None}
        weights = chosen.get(parent) or (declared(own, scheme.name) if own else equal(ids))
        if set(weights.ids) != set(ids):
            raise InvalidInput("weights_children_differ", "“{id}”之下的指标与权重对不上", field="weights", id=parent)
        units = weights.units()
        groups.append(
            GroupWeights(
                parent=parent,
                method=weights.method,
                units={name: units[name] for name in ids},
                source=weights.source,
                diagnostics=weights.diagnostics,
                warnings=weights.warnings,
            )
        )
    return WeightSet(scheme=scheme.name, groups=tuple(groups))


def checked(scheme: Scheme, weights: WeightSet) -> WeightSet:
    """The set, once it is certain that it belongs to this scheme and every vector is complete and sums to one."""
    fits = weights.scheme == scheme.name and [group.parent for group in weights.groups] == list(scheme.parents)
    for group, children in zip(weights.groups, scheme.parents.values(), strict=False):
        units = group.units
        fits = fits and set(units) == {child.id for child in children} and sum(units.values()) == ONE
        fits = fits and min(units.values()) >= 0
    if not fits:
        raise InvalidInput("weights_not_of_scheme", "这组权重不属于方案 {name}", field="weights", name=scheme.name)
    return weights
