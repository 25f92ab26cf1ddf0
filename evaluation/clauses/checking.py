"""A JSON dossier through all rules of one source document: ``check_dossier("guangdong", content)``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from evaluation.clauses import ciqa, guangdong, jiangsu_rules, jiangxi, shanghai
from evaluation.clauses.clause import ClauseResult, Outcome, worst
from evaluation.clauses.register import REGISTER
from evaluation.clauses.rules import Dossier, Rule
from evaluation.explaining import explained, faults_of
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

SETS: dict[str, tuple[type[Dossier], tuple[Rule, ...]]] = {
    "jiangsu": (jiangsu_rules.CentreDossier, jiangsu_rules.RULES),
    "ciqa": (ciqa.EvaluationDossier, ciqa.RULES),
    "shanghai": (shanghai.ShanghaiDossier, shanghai.RULES),
    "guangdong": (guangdong.StationDossier, guangdong.RULES),
    "jiangxi": (jiangxi.MetrologyDossier, jiangxi.RULES),
}


class ClauseReport(Value):
    """Every rule's answers in the order of the document, how many of each, and the worst."""

    rules: str
    subject: str
    on: str
    outcome: Outcome
    counts: dict[Outcome, int]
    results: tuple[ClauseResult, ...]


class DossierFault(Value):
    """One fault of a dossier: the ``field`` as a path, and what is wrong with it."""

    field: str
    says: Sentence


def known_rules(name: str) -> str:
    """``name`` itself; ``InvalidInput`` when no set of rules is called so."""
    if name not in SETS:
        raise InvalidInput(
            "rules_unknown", "没有规则集 {name}；现有：{known}", field="set", name=name, known="、".join(SETS)
        )
    return name


def dossier_faults(name: str, content: object) -> tuple[DossierFault, ...]:
    """All faults of a dossier for the rules ``name``; empty when it can be checked."""
    found = _read(name, content)
    return () if isinstance(found, Dossier) else found


def check_dossier(name: str, content: object) -> ClauseReport:
    """Check ``content`` (plain JSON) by the rules ``name``.

    Raises ``InvalidInput`` for an unknown set of rules, or naming the first wrong field and how many are wrong.
    """
    dossier = _read(name, content)
    if not isinstance(dossier, Dossier):
        first, count = dossier[0], len(dossier)
        refusal = InvalidInput(
            "dossier_invalid", "材料有 {count} 处错误；{field}：{explanation}", field=first.field, count=count
        )
        raise explained(refusal, first.says)
    results = tuple(
        result for rule in SETS[name][1] for result in rule.results(dossier, REGISTER[rule.requirement].says)
    )
    outcomes: tuple[Outcome, ...] = ("pass", "warn", "fail", "unknown")
    return ClauseReport(
        rules=name,
        subject=dossier.subject,
        on=dossier.on.isoformat(),
        outcome=worst(result.outcome for result in results),
        counts={outcome: sum(result.outcome == outcome for result in results) for outcome in outcomes},
        results=results,
    )


def _far_days(value: object, place: tuple[str, ...]) -> Iterator[DossierFault]:
    """Dates with which no term can be reckoned; nobody means them."""
    if isinstance(value, date) and not 1900 <= value.year <= 2200:
        yield DossierFault(field=".".join(place), says=sentence("日期要在 1900 年与 2200 年之间"))
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _far_days(below, (*place, str(key)))
    elif isinstance(value, tuple):
        for number, below in enumerate(value):
            yield from _far_days(below, (*place, str(number)))


def _read(name: str, content: object) -> Dossier | tuple[DossierFault, ...]:
    known_rules(name)
    if not isinstance(content, Mapping):
        raise InvalidInput("dossier_not_object", "材料要是一个 JSON 对象", field="input")
    facts: dict[str, Any] = {str(key): value for key, value in content.items() if key != "set"}
    try:
        dossier = SETS[name][0].model_validate(facts)
        return tuple(_far_days(dossier.model_dump(), ())) or dossier
    except ValidationError as invalid:
        return tuple(DossierFault(field=".".join(map(str, place)), says=says) for place, says in faults_of(invalid))
