"""Reading exported assessments: only what decides the total is looked at, the rest of an export may be there or not.

Of each assessment (the ``content`` of an export, or a whole export with ``content`` in it): ``grading`` (``decimals``,
``rounding``, ``stars`` or ``grades``), ``policies.missing``, ``weights.groups`` (``parent``, ``weights``, ``method``),
``results.indicators`` (``id``, ``score``), ``results.exact`` and ``occasion.subject`` where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from evaluation.editions.scheme import ROOT, MissingPolicy
from evaluation.editions.shipped import shipped_schemes
from evaluation.exact import Rounding
from evaluation.quantise import ONE
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.tree import Reckoning, Weighting, reckon
from evaluation.weights.weights import checked_ids, judgement, listed, one_of
from foundation.errors import InvalidInput

MOST = 100
"""Assessments in one comparison."""

_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Subject:
    """One assessed subject: points by indicator id (``None`` = 未评) and what follows from the official weights."""

    name: str
    scores: dict[str, Fraction | None]
    reckoning: Reckoning | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Subjects under the same weights, grades and policy; ``methods`` by parent."""

    subjects: tuple[Subject, ...]
    weighting: Weighting
    methods: dict[str, str]
    grades: Grades
    missing: MissingPolicy


def read_assessments(given: Any) -> Compared:
    """The assessments; ``InvalidInput`` names the field of the first fault, or of what differs between them."""
    documents = listed(given, "assessments")
    if not 1 <= len(documents) <= MOST:
        raise InvalidInput("sensitivity_count", "要有 1 到 {most} 份评价", field="assessments", most=MOST)
    found = [_read(one, f"assessments[{place}]", place + 1) for place, one in enumerate(documents)]
    first = found[0]
    for place, other in enumerate(found[1:], start=1):
        if (other.weighting, other.grades, other.missing) != (first.weighting, first.grades, first.missing):
            raise InvalidInput(
                "sensitivity_differ", "各份评价的权重、星级界限和未评处理要相同才能比较",
                field=f"assessments[{place}]",
            )  # fmt: skip
    subjects = tuple(one.subjects[0] for one in found)
    checked_ids([one.name for one in subjects])
    return Compared(subjects, first.weighting, first.methods, first.grades, first.missing)


def _read(given: Any, field: str, place: int) -> Compared:
    content = mapping(given, field)
    if "content" in content:
        content, field = mapping(content["content"], f"{field}.content"), f"{field}.content"
    weighting, methods = read_weighting(part(content, "weights", field), f"{field}.weights")
    policies = mapping(part(content, "policies", field), f"{field}.policies")
    missing = cast(
        MissingPolicy,
        one_of(
            part(policies, "missing", f"{field}.policies"),
            ("renormalise", "zero", "block"),
            f"{field}.policies.missing",
        ),
    )
    results = mapping(part(content, "results", field), f"{field}.results")
    leaves = [name for under in weighting.values() for name in under if name not in weighting]
    scores = _scores(part(results, "indicators", f"{field}.results"), f"{field}.results.indicators", leaves)
    reckoning = reckon(weighting, scores, missing)
    stated = results.get("exact")
    if stated is not None and (reckoning is None or judgement(stated, f"{field}.results.exact") != reckoning.total):
        raise InvalidInput(
            "sensitivity_total",
            "“{field}”与按分数和权重算出的总分不符；先用 verify 核对",
            field=f"{field}.results.exact",
        )
    occasion = content.get("occasion")
    name = occasion.get("subject") if isinstance(occasion, Mapping) else None
    subject = Subject(checked_ids([name or str(place)])[0], scores, reckoning)
    return Compared(
        (subject,), weighting, methods, _grades(part(content, "grading", field), f"{field}.grading"), missing
    )


def read_weighting(given: Any, field: str) -> tuple[Weighting, dict[str, str]]:
    """Weights by parent, the whole first, and the method of each; a tree without strays whose siblings sum to 1."""
    found: dict[str, dict[str, int]] = {}
    methods: dict[str, str] = {}
    for place, one in enumerate(listed(part(mapping(given, field), "groups", field), f"{field}.groups")):
        here = f"{field}.groups[{place}]"
        group = mapping(one, here)
        parent = checked_ids([part(group, "parent", here)])[0]
        if parent in found:
            raise InvalidInput("weight_ids_doubled", "编号有重复：{ids}", field=here, ids=parent)
        found[parent] = units(part(group, "weights", here), f"{here}.weights")
        method = group.get("method")
        methods[parent] = method if isinstance(method, str) else ""
    children = [name for under in found.values() for name in under]
    ordered: dict[str, dict[str, int]] = {}
    waiting = [ROOT]
    while waiting:
        parent = waiting.pop(0)
        if parent in found and parent not in ordered:
            ordered[parent] = found[parent]
            waiting += found[parent]
    if len(ordered) < len(found) or not found or len(set(children)) < len(children) or ROOT in children:
        raise InvalidInput("sensitivity_tree", "权重要从 T 起构成一棵树，每个指标只在一处", field=f"{field}.groups")
    if len(children) > _NODES:
        raise InvalidInput("sensitivity_nodes", "指标最多 {most} 个", field=f"{field}.groups", most=_NODES)
    return ordered, methods


def units(given: Any, field: str) -> dict[str, int]:
    """Official weights of siblings: six decimals, >= 0, sum exactly 1 → units of 10^-6."""
    plain = mapping(given, field)
    checked_ids(list(plain))
    exact = {name: judgement(weight, f"{field}.{name}"[:80]) * ONE for name, weight in plain.items()}
    if any(one < 0 or one.denominator != 1 for one in exact.values()) or sum(exact.values()) != ONE:
        raise InvalidInput("sensitivity_weights", "“{field}”的权重要不小于 0、至多六位小数、和为 1", field=field)
    return {name: int(one) for name, one in exact.items()}


def _scores(given: Any, field: str, leaves: list[str]) -> dict[str, Fraction | None]:
    found: dict[str, Fraction | None] = {}
    for place, one in enumerate(listed(given, field)):
        here = f"{field}[{place}]"
        line = mapping(one, here)
        name = checked_ids([part(line, "id", here)])[0]
        if name in found:
            raise InvalidInput("weight_ids_doubled", "编号有重复：{ids}", field=here, ids=name)
        stated = part(line, "score", here)
        score = None if stated is None else judgement(stated, f"{here}.score")
        if score is not None and (not 0 <= score <= 100 or (score * 100).denominator != 1):
            raise InvalidInput("sensitivity_score", "“{field}”要在 0 与 100 之间，至多两位小数", field=f"{here}.score")
        found[name] = score
    if set(found) != set(leaves):
        odd = sorted(set(found) ^ set(leaves))[0]
        raise InvalidInput("sensitivity_leaves", "指标“{id}”在分数与权重中没有对上", field=field, id=odd)
    return {name: found[name] for name in leaves}


def _grades(given: Any, field: str) -> Grades:
    grading = mapping(given, field)
    decimals = part(grading, "decimals", field)
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 2:
        raise InvalidInput("sensitivity_decimals", "“{field}”要是 0、1 或 2", field=f"{field}.decimals")
    rounding = one_of(part(grading, "rounding", field), ("half_up", "half_even"), f"{field}.rounding")
    if not grading.get("stars") and grading.get("grades"):
        names, named = _named(grading["grades"], f"{field}.grades")
        return Grades(decimals, cast(Rounding, rounding), named, names)
    limits = []
    for place, one in enumerate(listed(part(grading, "stars", field), f"{field}.stars")):
        here = f"{field}.stars[{place}]"
        limit = mapping(one, here)
        stars, least = part(limit, "stars", here), judgement(part(limit, "at_least", here), f"{here}.at_least")
        if isinstance(stars, bool) or not isinstance(stars, int) or not 0 <= stars <= 99:
            raise InvalidInput("sensitivity_stars", "“{field}”要是星数", field=f"{here}.stars")
        limits.append((least, stars))
    limits.sort()
    if not limits or any(a[0] == b[0] or a[1] >= b[1] for a, b in pairwise(limits)):
        raise InvalidInput("sensitivity_limits", "“{field}”的界限要各不相同，越高星越多", field=f"{field}.stars")
    return Grades(decimals, cast(Rounding, rounding), tuple(limits))


def _named(given: Any, field: str) -> tuple[tuple[str, ...], tuple[tuple[Fraction, int], ...]]:
    """Names and limits of named grades, lowest first, numbered from 1."""
    found = []
    for place, one in enumerate(listed(given, field)):
        here = f"{field}[{place}]"
        limit = mapping(one, here)
        label = checked_ids([part(limit, "label", here)])[0]
        found.append((judgement(part(limit, "at_least", here), f"{here}.at_least"), label))
    found.sort()
    if len({least for least, _ in found}) < len(found) or len({label for _, label in found}) < len(found):
        raise InvalidInput("sensitivity_grades", "“{field}”的界限和名称要各不相同", field=field)
    limits = tuple((least, number) for number, (least, _) in enumerate(found, start=1))
    return tuple(label for _, label in found), limits


def cycle_years(given: Any) -> int | None:
    """How many years the shipped scheme of an assessment averages; ``None`` for one, or a scheme of somebody's own."""
    content = given.get("content", given)
    grading = content["grading"]
    scheme = shipped_schemes().get(grading["scheme"]) if isinstance(grading.get("scheme"), str) else None
    if scheme is None or scheme.cycle is None or scheme.sha256 != grading.get("scheme_sha256"):
        return None
    return scheme.cycle.years if scheme.cycle.years > 1 else None


def mapping(given: Any, field: str) -> Mapping[str, Any]:
    """A JSON object, unchanged."""
    if isinstance(given, Mapping):
        return given
    raise InvalidInput("sensitivity_object", "“{field}”要是一个对象", field=field)


def part(given: Mapping[str, Any], key: str, field: str) -> Any:
    """What stands under ``key``."""
    if key not in given:
        raise InvalidInput("sensitivity_key", "“{field}”缺“{key}”", field=field, key=key)
    return given[key]
