"""The same engine once more, on nothing but what an exported assessment says it was given.

Scheme, ratings, policies and the judgements behind every weight are read out of the content and assessed again; the
answer must be the content itself, word for word. This finds what the second reckoning (:mod:`evaluation.verify`) does
not compute: diagnostics, remarks, reasons. It cannot find a datum that was changed without changing any result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from evaluation.assess import assess
from evaluation.assessment import Content
from evaluation.editions.scheme import Scheme
from evaluation.engine import ENGINE, Engine
from evaluation.past import edges_as_told, units_before
from evaluation.quantise import PLACES
from evaluation.ratings import Rating
from evaluation.weighting import GroupWeights, WeightSet, weight_set
from evaluation.weights.by_name import METHODS, weigh
from evaluation.weights.declared import declared
from evaluation.weights.equal import equal
from evaluation.weights.weights import Weights, shares
from foundation.errors import DockingError
from foundation.language import Sentence, sentence

_JUDGED = {"matrix", "matrices", "ratios", "scores", "earlier", "expert_weights", "values", "domains", "a", "share"}
_RATIO = re.compile(r"-?[0-9]{1,4000}(\.[0-9]{1,600})?(/[0-9]{1,4000})?")
_CLOSE, _ROUNDING = Fraction(2, 10**6), Fraction(1, 10**12)
"""A vector that came in as text may have been rounded: to six decimals, and to no more than twelve."""

_BROKEN = (TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
_NOT_ONE = "“{field}”的权重之和是 {total}，已除以它"


def replayed(
    content: Mapping[str, Any], scheme: Scheme, engine: Engine = ENGINE, *, as_weighed: bool = False
) -> Sentence | None:
    """The first place at which the content is not what comes out again; ``None`` when it is.

    ``engine`` is the one that the content is to name. ``as_weighed`` takes the weights as stated instead of weighing
    again.
    """
    try:
        told = Content.model_validate(content)
        again = assess(
            scheme,
            _stated(content) if as_weighed else _weights(content, scheme),
            [Rating.model_validate(line["rating"]) for line in content["results"]["indicators"] if line["rating"]],
            told.policies,
            told.occasion,
            told.revision,
            engine,
        )
    except (DockingError, ValidationError, LookupError, *_BROKEN) as fault:
        return sentence("内容不完整，无法复算（{detail}）", detail=f"{type(fault).__name__}: {fault}"[:200])
    return first_difference(content, again.json_content, "")


def weighed_before(content: Mapping[str, Any], scheme: Scheme) -> Sentence | None:
    """The first place at which the weights of a 1.0.0 report are not those that 1.0.0 computed: ``evaluation.past``."""
    try:
        again = _weights(content, scheme, before=True).content
        return first_difference(content["weights"], edges_as_told(content["weights"], again), "weights")
    except (DockingError, ValidationError, LookupError, *_BROKEN) as fault:
        return sentence("内容不完整，无法复算（{detail}）", detail=f"{type(fault).__name__}: {fault}"[:200])


def _stated(content: Mapping[str, Any]) -> WeightSet:
    told = content["weights"]
    return WeightSet(scheme=told["scheme"], groups=tuple(GroupWeights.from_content(group) for group in told["groups"]))


def _weights(content: Mapping[str, Any], scheme: Scheme, before: bool = False) -> WeightSet:
    """Every group weighed again; as stated where its source is no more than a digest, or a decision on paper.

    ``before``: as 1.0.0 did.
    """
    stated = {group["parent"]: GroupWeights.from_content(group) for group in content["weights"]["groups"]}
    own = {name: again for name, group in stated.items() if (again := _group(group, before)) is not None}
    found = weight_set(scheme, own)
    groups = []
    for group in found.groups:
        name = group.parent
        if name in stated and name not in own:
            groups.append(stated[name])
        elif name in own and before:
            groups.append(group.model_copy(update={"units": units_before(own[name], stated[name].units)}))
        else:
            groups.append(group)
    return WeightSet(scheme=found.scheme, groups=tuple(groups))


def _group(stated: GroupWeights, before: bool) -> Weights | None:
    if stated.method == "declared":
        official = {name: Decimal(units).scaleb(-PLACES) for name, units in stated.units.items()}
        return declared(official, stated.source["origin"])
    if stated.method == "equal":
        return equal(list(stated.units))
    if stated.method.startswith("combined/"):
        return _combined(stated, before)
    return _again(stated.method, stated.source, stated.diagnostics)


def _again(method: str, source: Mapping[str, Any], diagnostics: Mapping[str, Any]) -> Weights | None:
    """The weights from their source; ``None`` where that is a digest."""
    if "table_sha256" in source:
        return None
    given = {key: _exact(key, value) for key, value in source.items() if key != "scaling_used"}
    if method in ("ahp", "ahp_group", "ahp_hierarchy"):
        given["random_index"] = _random_index(diagnostics)
    if method == "delphi":
        given |= {key: diagnostics[key] for key in ("cv_limit", "significance")}
    if method == "fuzzy" and source["variant"] != "zhang":
        given.pop("a", None)
    return weigh(method, given)


def _random_index(diagnostics: Mapping[str, Any]) -> str:
    """The table that the report names, at whatever level; any will do where none was needed."""
    inner = diagnostics.get("groups") or dict(enumerate(diagnostics.get("experts") or ()))
    named = [diagnostics.get("random_index"), *(one.get("random_index") for one in inner.values())]
    return next((name for name in named if name not in (None, "none", "alonso-lamata")), None) or (
        "alonso-lamata" if "alonso-lamata" in named else "saaty"
    )


def _combined(stated: GroupWeights, before: bool) -> Weights:
    """The combination of the parts as they stand, each held against its own source."""
    source, remarks = stated.source, set[str]()
    given: dict[str, Any] = {"rule": stated.method.partition("/")[2]}
    for key, told in source.items():
        if key == "share":
            given |= {"share": _exact(key, told)} if told is not None else {}
        else:
            parts = [_part(one, remarks, before) for one in (told if isinstance(told, list) else [told])]
            given[key] = parts if isinstance(told, list) else parts[0]
    found = weigh("combined", given)
    must = {warning.model_dump_json() for warning in found.warnings}
    said = {warning.model_dump_json() for warning in stated.warnings if warning.template != _NOT_ONE}
    if not must <= said <= must | remarks:
        return found
    return found.model_copy(update={"warnings": stated.warnings})


def _part(told: Mapping[str, Any], remarks: set[str], before: bool) -> Weights:
    """One vector of a combination, as stated if its source gives it; the ``remarks`` it may have brought are added."""
    part = Weights.model_validate(told)
    if part.method != "equal" and (part.method not in METHODS or not part.source):
        return part  # given as numbers, or combined before
    again = equal(part.ids) if part.method == "equal" else _again(part.method, part.source, part.diagnostics)
    if again is None:
        return part
    remarks |= {warning.model_dump_json() for warning in again.warnings}
    official = {name: Fraction(value) for name, value in zip(again.ids, again.values, strict=True)}
    whole = sum(official.values())
    read = dict(zip(official, shares(value / whole for value in official.values()), strict=True))
    told_values = dict(zip(part.ids, map(Fraction, part.values), strict=True))
    if set(told_values) != set(official):
        return again
    apart = max(abs(told_values[name] - value) for name, value in official.items())
    exact = told_values == official or told_values == {name: Fraction(value) for name, value in read.items()}
    if exact or _ROUNDING < apart <= _CLOSE or (before and part.method == "entropy" and apart <= _ROUNDING):
        return again.model_copy(update={"ids": part.ids, "values": part.values})
    return again


def _exact(key: str, value: Any) -> Any:
    """Judgements as fractions, which may have more digits than a person would write; everything else as it is."""
    if isinstance(value, Mapping):
        return {name: _exact(name, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(key, one) for one in value]
    return Fraction(value) if key in _JUDGED and isinstance(value, str) and _RATIO.fullmatch(value) else value


def first_difference(told: Any, again: Any, place: str) -> Sentence | None:
    """The first place, keys in their order, at which plain JSON is not what it should be; ``None`` where all agrees."""
    if isinstance(told, Mapping) and isinstance(again, Mapping):
        for key in sorted({*told, *again}):
            if found := first_difference(told.get(key), again.get(key), f"{place}.{key}".lstrip(".")):
                return found
        return None
    if isinstance(told, list) and isinstance(again, list) and len(told) == len(again):
        for number, (one, other) in enumerate(zip(told, again, strict=True)):
            if found := first_difference(one, other, f"{place}[{number}]"):
                return found
        return None
    if type(told) is type(again) and told == again:
        return None
    facts = {"stated": _shown(told), "computed": _shown(again)}
    return sentence("{place}：报告为 {stated}，复算为 {computed}", place=place, **facts)


def _shown(value: Any) -> str:
    return "—" if value is None else str(value)[:80]
