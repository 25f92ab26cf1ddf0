"""The same scores under other weight sets: totals, stars, ranks, and how alike the rankings are."""

from __future__ import annotations

from typing import Any, ClassVar

from evaluation.growing import Growing
from evaluation.sensitivity.correlation import kendall, spearman
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.one_weight import ranks, totals
from evaluation.sensitivity.reading import Compared, mapping, part, units
from evaluation.sensitivity.tree import Weighting, reckon
from evaluation.sensitivity.wording import six
from evaluation.weights.weights import checked_ids, listed
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

_MOST = 50
OFFICIAL = "official"


class UnderWeights(Growing):
    """One weight set. By subject: displayed total, stars (or ``grades`` by name), rank.

    ρ and τ-b are against the official ranking (six decimals).
    ``None`` where the rankings cannot be compared: fewer than two subjects, or nothing but ties.
    """

    later: ClassVar[frozenset[str]] = frozenset({"grades"})

    name: str
    totals: dict[str, str]
    stars: dict[str, int]
    ranks: dict[str, int]
    spearman: str | None
    kendall: str | None
    says: tuple[Sentence, ...]
    grades: dict[str, str] | None = None


def read_weight_sets(given: Any, weighting: Weighting) -> dict[str, Weighting]:
    """Weight sets by name. Each has ``name`` and ``weights``: by parent the weights of its children; or ``groups`` as
    an exported weight set has them. Parents that are not named keep the official weights."""
    found: dict[str, Weighting] = {}
    sets = listed(given, "weight_sets")
    if len(sets) > _MOST:
        raise InvalidInput("sensitivity_sets", "权重组最多 {most} 组", field="weight_sets", most=_MOST)
    for place, one in enumerate(sets):
        field = f"weight_sets[{place}]"
        plain = mapping(one, field)
        name = checked_ids([part(plain, "name", field)])[0]
        if name in found or name == OFFICIAL:
            raise InvalidInput("weight_ids_doubled", "编号有重复：{ids}", field=field, ids=name)
        if "groups" in plain:
            key = f"{field}.groups"
            groups = [mapping(group, f"{key}[{n}]") for n, group in enumerate(listed(plain["groups"], key))]
            pairs = [(part(group, "parent", key), part(group, "weights", key)) for group in groups]
        else:
            pairs = list(mapping(part(plain, "weights", field), f"{field}.weights").items())
        found[name] = {**weighting, **{parent: _under(parent, own, weighting, field) for parent, own in pairs}}
    return found


def _under(parent: Any, own: Any, weighting: Weighting, field: str) -> dict[str, int]:
    if not isinstance(parent, str) or parent not in weighting:
        shown = parent[:40] if isinstance(parent, str) else "—"
        raise InvalidInput("weights_parent_unknown", "方案里没有“{id}”这一级", field=field, id=shown)
    read = units(own, f"{field}.{parent}"[:80])
    if set(read) != set(weighting[parent]):
        raise InvalidInput("weights_children_differ", "“{id}”之下的指标与权重对不上", field=field, id=parent)
    return {name: read[name] for name in weighting[parent]}


def compare_methods(compared: Compared, sets: dict[str, Weighting]) -> tuple[UnderWeights, ...]:
    """The official weights first, then every set."""
    if not sets:
        return ()
    grades, official = compared.grades, totals(compared)
    names = sorted(official)
    answers = []
    for name, weighting in {OFFICIAL: compared.weighting, **sets}.items():
        found = {one.name: reckon(weighting, one.scores, compared.missing) for one in compared.subjects}
        exact = {subject: reckoning.total for subject, reckoning in found.items() if reckoning}
        both = [one for one in names if one in exact]
        here = [grades.units(exact[one]) for one in both]
        there = [grades.units(official[one]) for one in both]
        rho, tau = spearman(there, here), kendall(there, here)
        stars = {subject: grades.stars(total) for subject, total in exact.items()}
        answers.append(
            UnderWeights(
                name=name,
                totals={subject: grades.shown(total) for subject, total in exact.items()},
                stars={} if grades.names else stars,
                grades={one: grades.name(now) for one, now in stars.items()} if grades.names else None,
                ranks=ranks(grades, exact),
                spearman=None if rho is None else six(rho),
                kendall=None if tau is None else six(tau),
                says=tuple(
                    _changed(name, subject, grades, grades.stars(official[subject]), now)
                    for subject, now in stars.items()
                    if subject in official and now != grades.stars(official[subject])
                ),
            )
        )
    return tuple(answers)


def _changed(name: str, subject: str, grades: Grades, old: int, now: int) -> Sentence:
    if not grades.names:
        return sentence("按“{name}”，“{subject}”由 {old} 星变为 {new} 星", name=name, subject=subject, old=old, new=now)
    facts = {"name": name, "subject": subject, "old": grades.name(old), "new": grades.name(now)}
    return sentence("按“{name}”，“{subject}”由“{old}”变为“{new}”", **facts)
