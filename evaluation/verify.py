"""A second, independent reckoning of an exported assessment, from its JSON alone.

This page shares no code with the one that made the numbers: fractions instead of scaled integers, its own reading of
the rules, its own rounding and its own largest remainder. It answers "全部 N 个数一致" or names the first difference.
The hash finds any change of the content; the reckoning finds a result that does not follow from its data even where
somebody computed the hash anew.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from evaluation.recompute.by_name import REPEATED, recomputed
from evaluation.recompute.exact import number
from foundation.language import Sentence, sentence
from foundation.values import Value

_WHOLE = "T"
_WEIGHT_TOLERANCE = 1.001e-6
"""Six decimals by largest remainder lie within one unit of the recomputed weight: the stored ones are official."""

_PART_TOLERANCE = 2e-6
"""Vectors that were combined may have come in with six decimals."""

_STATED = ("declared", "given")
"""Weights that nothing computed."""


class Verification(Value):
    """``numbers`` were compared; ``difference`` is the first that did not agree, ``None`` when all did.

    ``note`` is what must be known although all agrees: the report was made by another version of the engine.
    """

    numbers: int
    difference: Sentence | None
    note: Sentence | None = None

    @property
    def agrees(self) -> bool:
        """Whether everything was found as stated."""
        return self.difference is None

    @property
    def says(self) -> Sentence:
        """One sentence for a person."""
        return self.difference or self.note or sentence("全部 {numbers} 个数一致", numbers=self.numbers)


def verify(
    content: Mapping[str, Any], sha256: str | None = None, scheme: Mapping[str, Any] | None = None
) -> Verification:
    """Recompute every number of ``content`` (plain JSON) from its data, rules and weights.

    With ``sha256`` the hash is held against the content; with ``scheme`` (plain JSON of the scheme) also the rules,
    the limits and the scheme's own hash.
    """
    reckoning = _Reckoning()
    try:
        if sha256 is not None:
            reckoning.same("sha256", sha256, _digest(content))
        if scheme is not None:
            _scheme(reckoning, content, scheme)
        _revision(reckoning, content["revision"])
        _weights(reckoning, content)
        _numbers(reckoning, content)
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        StopIteration,
        RecursionError,
    ) as fault:
        reckoning.broken(f"{type(fault).__name__}: {fault}")
    return Verification(numbers=reckoning.count, difference=reckoning.difference)


class _Reckoning:
    """Counts what was compared and keeps the first difference."""

    def __init__(self) -> None:
        self.count = 0
        self.difference: Sentence | None = None

    def same(self, place: str, stated: object, computed: object) -> None:
        self.count += 1
        if stated != computed and self.difference is None:
            facts = {"stated": _shown(stated), "computed": _shown(computed)}
            self.difference = sentence("{place}：报告为 {stated}，复算为 {computed}", place=place, **facts)

    def broken(self, detail: str) -> None:
        self.difference = self.difference or sentence("内容不完整，无法复算（{detail}）", detail=detail)


def _revision(reckoning: _Reckoning, revision: Mapping[str, Any]) -> None:
    """The first version corrects nothing; every later one names the hash that it corrects, and why."""
    first = revision["corrects"] is None
    reckoning.same("revision.version", revision["version"] == 1, first)
    if not first and not re.fullmatch("[0-9a-f]{64}", revision["corrects"]):
        raise ValueError(revision["corrects"])
    if first:
        reckoning.same("revision.reason", revision["reason"], "")


def _scheme(reckoning: _Reckoning, content: Mapping[str, Any], scheme: Mapping[str, Any]) -> None:
    grading = content["grading"]
    reckoning.same("grading.scheme", grading["scheme"], f"{scheme['id']}@{scheme['version']}")
    reckoning.same("weights.scheme", content["weights"]["scheme"], grading["scheme"])
    reckoning.same("grading.scheme_sha256", grading["scheme_sha256"], _digest(scheme))
    for key in ("rounding", "decimals", "stars", *({"grades"} & (grading.keys() | scheme.keys()))):
        reckoning.same(f"grading.{key}", grading.get(key), scheme.get(key))
    leaves, groups = _nodes(scheme["elements"], _WHOLE)
    results = content["results"]
    for part, nodes in (("indicators", leaves), ("groups", groups)):
        reckoning.same(part, sorted(line["id"] for line in results[part]), sorted(nodes))
    for line in [*results["indicators"], *results["groups"]]:
        node, parent = leaves.get(line["id"]) or groups[line["id"]]
        reckoning.same(f"{line['id']}.name", line["name"], node["name"])
        reckoning.same(f"{line['id']}.parent", line["parent"], parent)
        if line["id"] in leaves:
            reckoning.same(f"{line['id']}.rule", line["rule"], node["rule"])
            reckoning.same(f"{line['id']}.quantitative", line["quantitative"], node["kind"] == "Q")
            given = (line["rating"] or {"indicator": line["id"]})["indicator"]
            reckoning.same(f"{line['id']}.rating.indicator", given, line["id"])
    for gap in results["missing"]:
        reckoning.same(f"missing.{gap['id']}", gap["name"], leaves[gap["id"]][0]["name"])


_Nodes = dict[str, tuple[Mapping[str, Any], str]]


def _nodes(groups: Sequence[Mapping[str, Any]], parent: str) -> tuple[_Nodes, _Nodes]:
    """Indicators and groups by id, each with its parent."""
    leaves: _Nodes = {}
    inner: _Nodes = {}
    for group in groups:
        inner[group["id"]] = (group, parent)
        leaves |= {leaf["id"]: (leaf, str(group["id"])) for leaf in group["indicators"]}
        below, between = _nodes(group["groups"], str(group["id"]))
        leaves, inner = leaves | below, inner | between
    return leaves, inner


def _weights(reckoning: _Reckoning, content: Mapping[str, Any]) -> None:
    reckoning.same("weights_sha256", content["weights_sha256"], _digest(content["weights"]))
    for group in content["weights"]["groups"]:
        place = f"weights.{group['parent']}"
        stated = {name: number(text) for name, text in group["weights"].items()}
        reckoning.same(place, sum(stated.values()), Fraction(1))
        if group["method"].partition("/")[0] not in (*REPEATED, *_STATED):
            raise ValueError(group["method"])
        for key, part in group["source"].items():
            for one in part if isinstance(part, list) else [part]:
                if isinstance(one, Mapping) and "values" in one and key in ("subjective", "objective", "vectors"):
                    values = dict(zip(one["ids"], map(number, one["values"]), strict=True))
                    _near(reckoning, f"{place}.{key}", one, values, _PART_TOLERANCE)
        _near(reckoning, place, group, stated, _WEIGHT_TOLERANCE)


def _near(
    reckoning: _Reckoning, place: str, told: Mapping[str, Any], stated: Mapping[str, Fraction], tolerance: float
) -> None:
    """Every weight against the second way, where its source allows one."""
    if not told["source"] and told["method"] != "equal":
        return
    again = recomputed(told["method"], list(stated), told["source"])
    if again is None:
        return
    reckoning.same(f"{place}.ids", sorted(stated), sorted(again))
    for name, weight in again.items():
        near = abs(float(stated[name]) - weight) <= tolerance
        shown = f"{float(stated[name]):.6f}"
        reckoning.same(f"{place}.{name}", shown, shown if near else f"{weight:.6f}")


def _numbers(reckoning: _Reckoning, content: Mapping[str, Any]) -> None:
    results, grading, policy = content["results"], content["grading"], content["policies"]["missing"]
    lines = {line["id"]: line for line in [*results["indicators"], *results["groups"]]}
    children: dict[str, list[str]] = {}
    for name, line in lines.items():
        children.setdefault(line["parent"], []).append(name)
    weights = {group["parent"]: group["weights"] for group in content["weights"]["groups"]}
    reckoning.same("weights", sorted(weights), sorted(children))
    values: dict[str, Fraction | None] = {}
    for line in results["indicators"]:
        points = _points(line["rule"], line["rating"])
        hundredths = None if points is None else _rounded(points * 100, grading["rounding"])
        reckoning.same(f"{line['id']}.score", line["score"], None if hundredths is None else _text(hundredths, 2))
        values[line["id"]] = None if hundredths is None else Fraction(hundredths, 100)

    used: dict[str, Fraction] = {}

    def value(node: str) -> Fraction | None:
        if node not in values:
            names = children[node]
            own = {name: number(weights[node][name]) for name in names}
            parts = {name: value(name) for name in names}
            here = _used(own, [name for name in names if parts[name] is not None], policy)
            used.update(here)
            values[node] = _weighted(parts, here, policy)
        return values[node]

    total = value(_WHOLE)
    reach = {_WHOLE: Fraction(1)}
    waiting = [_WHOLE]
    while waiting:
        parent = waiting.pop()
        for name in children.get(parent, ()):
            reach[name] = reach[parent] * used[name]
            waiting.append(name)
    for name, line in lines.items():
        reckoning.same(f"{name}.weight", line["weight"], weights[line["parent"]][name])
        reckoning.same(f"{name}.effective", line["effective"], _text(int(used[name] * 10**6), 6))
        contribution = (values[name] or Fraction(0)) * reach[name]
        reckoning.same(f"{name}.contribution", number(line["contribution"]), contribution)
    for line in results["groups"]:
        _shown_score(reckoning, line["id"], line["exact"], line["score"], values[line["id"]], grading)
    _shown_score(reckoning, "total", results["exact"], results["total"], total, grading)
    _stars(reckoning, results, grading, total)
    counted = sum((reach[line["id"]] for line in results["indicators"] if line["quantitative"]), Fraction(0))
    whole = sum((reach[line["id"]] for line in results["indicators"]), Fraction(0))
    share = _text(_rounded(counted / whole * 10**6, "half_up") if whole else 0, 6)
    reckoning.same("quantitative_share", results["quantitative_share"], share)
    gaps = [line["id"] for line in results["indicators"] if values[line["id"]] is None]
    reckoning.same("missing", [gap["id"] for gap in results["missing"]], gaps)


def _shown_score(
    reckoning: _Reckoning, place: str, exact: str | None, shown: str | None, value: Fraction | None, grading: Any
) -> None:
    decimals = grading["decimals"]
    reckoning.same(f"{place}.exact", None if exact is None else number(exact), value)
    text = None if value is None else _text(_rounded(value * 10**decimals, grading["rounding"]), decimals)
    reckoning.same(f"{place}.score", shown, text)


def _stars(reckoning: _Reckoning, results: Any, grading: Any, total: Fraction | None) -> None:
    stars = label = None
    if total is not None:
        shown = Fraction(_rounded(total * 10 ** grading["decimals"], grading["rounding"]), 10 ** grading["decimals"])
        table = grading["stars"] or grading["grades"]
        for limit in sorted(table, key=lambda limit: number(limit["at_least"])):
            if shown >= number(limit["at_least"]):
                stars, label = limit.get("stars"), limit["label"]
    reckoning.same("stars", results["stars"], stars)
    reckoning.same("star_label", results["star_label"], label)


def _used(own: dict[str, Fraction], present: list[str], policy: str) -> dict[str, Fraction]:
    """The weights that take part: for ``renormalise`` those of the present ones, blown up to 1 by largest remainder."""
    if policy != "renormalise" or len(present) == len(own):
        return own
    rest = sum((own[name] for name in present), Fraction(0))
    if rest == 0:
        return dict.fromkeys(own, Fraction(0))
    ideal = {name: own[name] / rest * 10**6 for name in present}
    units = {name: math.floor(share) for name, share in ideal.items()}
    by_remainder = sorted(present, key=lambda name: (units[name] - ideal[name], _natural(name)))
    for name in by_remainder[: 10**6 - sum(units.values())]:
        units[name] += 1
    return {name: Fraction(units.get(name, 0), 10**6) for name in own}


def _weighted(parts: dict[str, Fraction | None], used: dict[str, Fraction], policy: str) -> Fraction | None:
    present = {name: part for name, part in parts.items() if part is not None}
    if policy == "block" and len(present) < len(parts):
        return None
    if policy == "renormalise" and not any(used[name] for name in present):
        return None
    return sum((part * used[name] for name, part in present.items()), Fraction(0))


def _points(rule: Mapping[str, Any], rating: Mapping[str, Any] | None) -> Fraction | None:
    """Points by the rule, straight from its definition; ``None`` where the datum cannot be scored."""
    if rating is None:
        return None
    kind = rule["kind"]
    value, votes, items = rating["value"], rating["votes"], rating["items"]
    if kind in ("LIN", "RATE"):
        datum = None if votes is not None or items is not None else _ratio(rating, rule.get("per", 1))
        if datum is None:
            return None
        if kind == "RATE":
            return datum * 100 if 0 <= datum <= 1 else None
        low, high = rule["minimum"], rule["maximum"]
        if (low is not None and datum < number(low)) or (high is not None and datum > number(high)):
            return None
        zero, full = number(rule["zero"]), number(rule["full"])
        return max(Fraction(0), min(Fraction(1), (datum - zero) / (full - zero))) * 100
    if kind == "YN":
        word = (value or "").strip().lower()
        return Fraction(100) if word in ("yes", "有", "是") else Fraction(0) if word in ("no", "无", "否") else None
    if kind == "CHK":
        count = _number(value) if items is None else Fraction(len(items))
        if items is not None and (len(set(items)) < len(items) or set(items) - set(rule["items"])):
            return None
        whole = count is not None and count.denominator == 1 and 0 <= count <= len(rule["items"])
        return count * 100 / len(rule["items"]) if whole and count is not None else None
    if kind == "LIK" and votes is None:
        mean = _number(value)
        return (mean - 1) * 25 if mean is not None and 1 <= mean <= 5 else None
    points = {str(n): Fraction(n - 1) * 25 for n in (1, 2, 3, 4, 5)} if kind == "LIK" else _fractions(rule["scores"])
    cast = {(value or "").strip(): 1} if votes is None else votes
    if set(cast) - set(points) or any(n < 0 for n in cast.values()) or not sum(cast.values()):
        return None
    return sum((points[word] * n for word, n in cast.items()), Fraction(0)) / sum(cast.values())


def _ratio(rating: Mapping[str, Any], per: int) -> Fraction | None:
    if rating["value"] is not None:
        both = rating["numerator"] is not None or rating["denominator"] is not None
        return None if both else _number(rating["value"])
    above, below = _number(rating["numerator"]), _number(rating["denominator"])
    return above / below * per if above is not None and below is not None and below > 0 else None


def _number(text: str | None) -> Fraction | None:
    plain = (text or "").strip()
    return Fraction(plain) if re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,40})?", plain) else None


def _fractions(texts: Mapping[str, str]) -> dict[str, Fraction]:
    return {name: number(text) for name, text in texts.items()}


def _rounded(value: Fraction, mode: str) -> int:
    return math.floor(value + Fraction(1, 2)) if mode == "half_up" else round(value)


def _text(units: int, places: int) -> str:
    return f"{units // 10**places}.{units % 10**places:0{places}d}" if places else str(units)


def _natural(name: str) -> list[str | int]:
    return [int(part) if place % 2 else part for place, part in enumerate(re.split(r"([0-9]+)", name))]


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _shown(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{float(value):.8f}"
    return "—" if value is None else str(value)[:80]
