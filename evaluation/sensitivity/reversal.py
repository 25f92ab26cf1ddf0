"""Rank reversal: does the order of two subjects depend on who else is compared?

Scores come from fixed anchors, so a subject's score never depends on the others; only weights taken from the compared
data (entropy and its like) can. Such a weighting is named in ``relative`` – parent, method, further arguments – and is
done again on the subjects' own scores with each subject left out in turn, and with one added that is worse than all
others everywhere. Where no weighting is relative, the order cannot reverse, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from inspect import signature
from itertools import combinations
from typing import Any

from evaluation.sensitivity.reading import Compared, Subject, mapping, part
from evaluation.sensitivity.tree import Weighting, reckon
from evaluation.weights.by_name import METHODS, weigh
from evaluation.weights.weights import listed, one_of
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

_MOST = 60
"""Subjects: every one is left out once and everything is weighed again."""

_KNOWN_ABSOLUTE = frozenset(
    ("declared", "equal", "ahp", "ahp_group", "ahp_hierarchy", "delphi", "fuzzy", "binomial", "dare", "least_squares",
     "g1", "g1_group")
)  # fmt: skip


class Reversal(Value):
    """``left_out`` (or, when ``None``, a dominated subject added) turns ``first`` before ``second`` round."""

    left_out: str | None
    first: str
    second: str


class RankReversal(Value):
    """``immune``: the order of two subjects depends on nobody else. ``relative``: parents whose weights come from the
    compared data, with their method. ``not_weighed``: subjects without whom the data carry no weights."""

    immune: bool
    relative: dict[str, str]
    reversals: tuple[Reversal, ...]
    not_weighed: tuple[str, ...]
    says: tuple[Sentence, ...]


Again = Callable[[Sequence[Subject]], Weighting]


def read_relative(given: Any, compared: Compared) -> dict[str, dict[str, Any]]:
    """By parent ``method`` and further arguments of the method; ``InvalidInput`` where the method takes no table."""
    tables = [name for name, function in METHODS.items() if {"ids", "table"} <= set(signature(function).parameters)]
    found: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(listed(given, "relative")):
        field = f"relative[{place}]"
        plain = mapping(one, field)
        parent = part(plain, "parent", field)
        if not isinstance(parent, str) or parent not in compared.weighting:
            shown = parent[:40] if isinstance(parent, str) else "—"
            raise InvalidInput("weights_parent_unknown", "方案里没有“{id}”这一级", field=field, id=shown)
        method = one_of(part(plain, "method", field), tables, f"{field}.method")
        options = mapping(plain.get("options", {}), f"{field}.options")
        if {"ids", "table"} & set(options):
            raise InvalidInput("relative_options", "“{field}”不能有 ids 或 table：数据取自各份评价", field=field)
        found[parent] = {"method": method, "options": dict(options)}
    if found and len(compared.subjects) > _MOST:
        raise InvalidInput("relative_count", "最多比较 {most} 个对象", field="relative", most=_MOST)
    return found


def rank_reversal(compared: Compared, relative: Mapping[str, Mapping[str, Any]]) -> RankReversal:
    """Leave one out, add a dominated one; the order is by exact total."""
    named = {parent: str(one["method"]) for parent, one in relative.items()}
    odd = {p: m for p, m in compared.methods.items() if m and m not in _KNOWN_ABSOLUTE and p not in named}
    subjects = [one for one in compared.subjects if one.reckoning]
    if not named:
        says = [sentence("“{parent}”的权重（{method}）可能取自所比较的数据；写入 relative 才能检验名次翻转",
                         parent=parent, method=method) for parent, method in odd.items()]  # fmt: skip
        kept = sentence("得分按固定锚点、权重不取自所比较的对象：增减对象不会改变别人的名次")
        return RankReversal(immune=not odd, relative=odd, reversals=(), not_weighed=(), says=tuple(says) or (kept,))
    again = _weigher(compared, relative)
    order = _totals(again(subjects), subjects, compared) if len(subjects) > 1 else {}
    found, missing = [], []
    for out in subjects if len(subjects) > 2 else ():
        rest = [one for one in subjects if one is not out]
        try:
            then = _totals(again(rest), rest, compared)
        except InvalidInput:
            missing.append(out.name)
            continue
        found += _reversed(order, then, out.name)
    if len(subjects) > 1:
        found += _reversed(order, _totals(again([*subjects, _dominated(subjects)]), subjects, compared), None)
    return RankReversal(
        immune=False,
        relative={**odd, **named},
        reversals=tuple(found),
        not_weighed=tuple(missing),
        says=tuple(map(_worded, found)) or (sentence("去掉任何一个对象或加入一个处处更差的对象，名次都不翻转"),),
    )


def _weigher(compared: Compared, relative: Mapping[str, Mapping[str, Any]]) -> Again:
    def again(subjects: Sequence[Subject]) -> Weighting:
        weighting = dict(compared.weighting)
        for parent, one in relative.items():
            ids = list(weighting[parent])
            table = [[_text(_score(subject, name, compared)) for name in ids] for subject in subjects]
            weighting[parent] = weigh(one["method"], {**one["options"], "ids": ids, "table": table}).units()
        return weighting

    return again


def _score(subject: Subject, name: str, compared: Compared) -> Fraction:
    """The score of a node under the official weights; what was not assessed cannot stand in a table of data."""
    score = subject.scores.get(name)
    if name in compared.weighting:
        below = {parent: compared.weighting[parent] for parent in _below(name, compared.weighting)}
        found = reckon({"T": {name: 1_000_000}, **below}, subject.scores, compared.missing)
        score = found.total if found else None
    if score is None:
        raise InvalidInput("relative_gap", "“{subject}”的“{id}”未评，不能据以定权", field="relative",
                           subject=subject.name, id=name)  # fmt: skip
    return score


def _below(parent: str, weighting: Weighting) -> list[str]:
    found = [parent]
    for one in found:
        found += [name for name in weighting[one] if name in weighting]
    return found


def _dominated(subjects: Sequence[Subject]) -> Subject:
    """Worse than everybody in everything: a point below the worst, or 0."""
    names = subjects[0].scores
    known = {name: [score for one in subjects if (score := one.scores[name]) is not None] for name in names}
    scores: dict[str, Fraction | None] = {
        n: max(min(all_) - 1, Fraction(0)) if all_ else None for n, all_ in known.items()
    }
    return Subject("", scores, None)


def _totals(weighting: Weighting, subjects: Sequence[Subject], compared: Compared) -> dict[str, Fraction]:
    found = {one.name: reckon(weighting, one.scores, compared.missing) for one in subjects}
    return {name: reckoning.total for name, reckoning in found.items() if reckoning}


def _reversed(before: Mapping[str, Fraction], after: Mapping[str, Fraction], out: str | None) -> list[Reversal]:
    pairs = []
    for a, b in combinations([name for name in before if name in after], 2):
        first, second = (a, b) if before[a] > before[b] else (b, a)
        if before[first] > before[second] and after[first] < after[second]:
            pairs.append(Reversal(left_out=out, first=first, second=second))
    return pairs


def _worded(one: Reversal) -> Sentence:
    if one.left_out is None:
        return sentence("加入一个处处更差的对象，“{second}”就排到“{first}”之前", first=one.first, second=one.second)
    facts = {"out": one.left_out, "first": one.first, "second": one.second}
    return sentence("去掉“{out}”，“{second}”就排到“{first}”之前", **facts)


def _text(score: Fraction) -> str:
    from evaluation.exact import full

    return full(int(score * 10**20), 20)
