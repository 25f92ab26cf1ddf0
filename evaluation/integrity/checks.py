"""Whether questionnaires and expert scores can be trusted (B16): what was seen, on which answers, how strongly.

Nothing is removed. Every finding names its raters and its evidence, and ``options`` shows what the results would be
without them; a person decides. Self, second-party and third-party answers are counted and averaged apart. An answer
that is missing takes no part anywhere; it is never a zero.

The checks stand in :mod:`evaluation.integrity.answers` (straight lines, patterns, duplicates, outliers, blanks) and
:mod:`evaluation.integrity.pairs` (agreement of two raters); this page reads the input, looks at raters and samples,
and puts the findings together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from evaluation.assessment import EvaluatorKind
from evaluation.calling import called
from evaluation.integrity.answers import blanks, duplicates, outlying, straight_lines
from evaluation.integrity.findings import Finding, Option, Questionnaire, Survey, same_organisation, six
from evaluation.integrity.pairs import agreeing_pairs
from evaluation.weights.weights import checked_ids, judgement, listed, one_of
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

MOST_QUESTIONNAIRES, MOST_QUESTIONS = 2_000, 200
KINDS: tuple[EvaluatorKind, ...] = ("self", "second", "third")
_KIND_NAMES = {"self": "自评", "second": "第二方", "third": "第三方"}


class Party(Value):
    """One kind of raters, never mixed with another. ``means`` by question over those who answered it (six decimals,
    ``None`` where nobody did), ``answered`` how many that were."""

    kind: EvaluatorKind
    questionnaires: int
    mean: str | None
    means: dict[str, str | None]
    answered: dict[str, int]


class Integrity(Value):
    """``marked`` are all raters with a finding; ``response_rate`` (six decimals) when it is known what was sent out."""

    questionnaires: int
    response_rate: str | None
    parties: tuple[Party, ...]
    findings: tuple[Finding, ...]
    marked: tuple[str, ...]
    options: tuple[Option, ...]
    notes: tuple[Sentence, ...]


def integrity(
    questions: Any,
    questionnaires: Any,
    *,
    scale: Any,
    evaluated: Any = "",
    host: Any = "",
    sent: Any = None,
    minimum: Any = 5,
    minimum_response_rate: Any = "0.3",
) -> Integrity:
    """Check n questions × m questionnaires.

    ``questions`` are ids, ``scale`` the least and greatest possible answer, ``questionnaires`` objects with ``id``,
    ``answers`` (n numbers or nulls), ``kind`` (self, second, third) and ``organisation``. ``evaluated`` and ``host``
    are organisations, ``sent`` how many questionnaires went out, ``minimum`` the least answers per party and question.
    Raises ``InvalidInput`` naming the field.
    """
    names = checked_ids(questions)
    if len(names) > MOST_QUESTIONS:
        raise InvalidInput("integrity_questions", "问题最多 {most} 个", field="questions", most=MOST_QUESTIONS)
    low, high = _scale(scale)
    sheets = _sheets(questionnaires, names, low, high)
    survey = Survey(names, sheets, low, high, _text(evaluated, "evaluated"), _text(host, "host"))
    out = None if sent is None else _count(sent, "sent")
    if out is not None and out < len(sheets):
        raise InvalidInput("integrity_sent", "收回的问卷比发出的多", field="sent")
    least, rate = _count(minimum, "minimum"), judgement(minimum_response_rate, "minimum_response_rate")
    findings = (
        *_conflicts(survey),
        *straight_lines(survey),
        *duplicates(survey),
        *agreeing_pairs(survey),
        *outlying(survey),
        *blanks(survey),
        *_samples(survey, least),
        *_response(survey, out, rate),
    )
    marked = tuple(dict.fromkeys(name for one in findings for name in one.raters))
    return Integrity(
        questionnaires=len(sheets),
        response_rate=six(Fraction(len(sheets), out)) if out else None,
        parties=tuple(_parties(survey)),
        findings=findings,
        marked=marked,
        options=tuple(_options(survey, findings, marked)),
        notes=tuple(_notes(survey)),
    )


def from_json(content: Any) -> Integrity:
    """The same from a JSON object of arguments."""
    return called("integrity", integrity, content)


def _conflicts(survey: Survey) -> Iterator[Finding]:
    """A second or third party must not belong to the evaluated; a third party not to its host either (5.2.3, 5.2.7)."""
    for one in survey.sheets:
        own = same_organisation(one.organisation, survey.evaluated)
        of_host = same_organisation(one.organisation, survey.host)
        facts = {"rater": one.id, "organisation": one.organisation, "kind": _KIND_NAMES[one.kind]}
        if own and one.kind != "self":
            says = sentence("“{rater}”属于被评价单位“{organisation}”，却按{kind}填写", **facts)
        elif of_host and one.kind == "third":
            says = sentence("“{rater}”属于依托单位“{organisation}”，不能作为第三方", **facts)
        elif one.kind == "self" and survey.evaluated and one.organisation and not own:
            says = sentence("“{rater}”属于“{organisation}”，不是被评价单位，不能算自评", **facts)
        else:
            continue
        yield Finding(id=f"conflict:{one.id}", kind="conflict", raters=(one.id,), strength="strong", says=says)


def _samples(survey: Survey, least: int) -> Iterator[Finding]:
    for kind in KINDS:
        sheets = [one for one in survey.sheets if one.kind == kind]
        if not sheets:
            continue
        facts: dict[str, str | int] = {"kind": _KIND_NAMES[kind], "least": least}
        if len(sheets) < least:
            says = sentence("{kind}只有 {count} 份，少于 {least} 份", count=len(sheets), **facts)
            yield Finding(id=f"sample:{kind}", kind="sample", raters=(), strength="strong", says=says)
            continue
        few = {
            name: count
            for place, name in enumerate(survey.questions)
            if (count := sum(one.answers[place] is not None for one in sheets)) < least
        }
        if few:
            says = sentence("{kind}中这些问题的回答少于 {least} 个：{questions}", questions="、".join(few), **facts)
            evidence = {name: str(count) for name, count in few.items()}
            yield Finding(
                id=f"sample:{kind}:questions", kind="sample", raters=(), questions=tuple(few), strength="strong",
                evidence=evidence, says=says,
            )  # fmt: skip


def _response(survey: Survey, sent: int | None, least: Fraction) -> Iterator[Finding]:
    if sent and Fraction(len(survey.sheets), sent) < least:
        rate = six(Fraction(len(survey.sheets), sent))
        says = sentence("发出 {sent} 份，收回 {count} 份，回收率偏低", sent=sent, count=len(survey.sheets))
        yield Finding(
            id="response_rate", kind="response_rate", raters=(), strength="strong", evidence={"rate": rate}, says=says
        )


def _parties(survey: Survey) -> Iterator[Party]:
    for kind in KINDS:
        sheets = [one for one in survey.sheets if one.kind == kind]
        if sheets:
            means = _means(survey, sheets)
            yield Party(
                kind=kind,
                questionnaires=len(sheets),
                mean=_shown(_mean(list(means.values()))),
                means={name: _shown(mean) for name, mean in means.items()},
                answered={
                    name: sum(one.answers[place] is not None for one in sheets)
                    for place, name in enumerate(survey.questions)
                },
            )


def _options(survey: Survey, findings: Sequence[Finding], marked: Sequence[str]) -> Iterator[Option]:
    """What the means of every party would be without the marked raters, by kind of finding and for all of them."""
    by_kind: dict[str, list[str]] = {}
    for one in findings:
        by_kind.setdefault(one.kind, []).extend(one.raters)
    for name, raters in {**by_kind, "all": list(marked)}.items():
        out = set(raters)
        for kind in KINDS if out else ():
            sheets = [one for one in survey.sheets if one.kind == kind]
            kept = [one for one in sheets if one.id not in out]
            if len(kept) < len(sheets):
                before, after = _means(survey, sheets), _means(survey, kept)
                yield Option(
                    without=name,
                    kind=kind,
                    raters=tuple(one.id for one in sheets if one.id in out),
                    left=len(kept),
                    mean_before=_shown(_mean(list(before.values()))),
                    mean_after=_shown(_mean(list(after.values()))),
                    questions={
                        question: (_shown(before[question]), _shown(after[question]))
                        for question in survey.questions
                        if before[question] != after[question]
                    },
                )


def _notes(survey: Survey) -> Iterator[Sentence]:
    kinds = [_KIND_NAMES[kind] for kind in KINDS if any(one.kind == kind for one in survey.sheets)]
    if len(kinds) > 1:
        yield sentence("自评、第二方、第三方分开统计，不合并")
    missing = sum(answer is None for one in survey.sheets for answer in one.answers)
    if missing:
        yield sentence("有 {count} 处没有回答：不计入，也不当作零分", count=missing)
    if not survey.evaluated:
        yield sentence("没有写明被评价单位，不能检查利害关系")


def _means(survey: Survey, sheets: Sequence[Questionnaire]) -> dict[str, Fraction | None]:
    return {name: _mean([one.answers[place] for one in sheets]) for place, name in enumerate(survey.questions)}


def _mean(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else six(value)


def _sheets(given: Any, names: Sequence[str], low: Fraction, high: Fraction) -> tuple[Questionnaire, ...]:
    rows = listed(given, "questionnaires")
    if not 1 <= len(rows) <= MOST_QUESTIONNAIRES:
        raise InvalidInput(
            "integrity_count", "要有 1 到 {most} 份问卷", field="questionnaires", most=MOST_QUESTIONNAIRES
        )
    found = [_sheet(one, f"questionnaires[{place}]", names, low, high) for place, one in enumerate(rows)]
    checked_ids([one.id for one in found])
    return tuple(found)


def _sheet(given: Any, field: str, names: Sequence[str], low: Fraction, high: Fraction) -> Questionnaire:
    if not isinstance(given, Mapping):
        raise InvalidInput("integrity_object", "“{field}”要是一个对象", field=field)
    for key in ("id", "answers"):
        if key not in given:
            raise InvalidInput("integrity_key", "“{field}”缺“{key}”", field=field, key=key)
    unknown = sorted(map(str, set(given) - {"id", "answers", "kind", "organisation"}))
    if unknown:
        raise InvalidInput("integrity_unknown", "“{field}”里不认识“{key}”", field=field, key=unknown[0][:40])
    row = listed(given["answers"], f"{field}.answers")
    if len(row) != len(names):
        raise InvalidInput("integrity_answers", "“{field}”要有 {count} 个回答，没有回答的写 null",
                           field=f"{field}.answers", count=len(names))  # fmt: skip
    answers = tuple(
        None if one is None else judgement(one, f"{field}.answers[{place}]") for place, one in enumerate(row)
    )
    if any(answer is not None and not low <= answer <= high for answer in answers):
        raise InvalidInput("integrity_range", "“{field}”有超出 scale 的回答", field=f"{field}.answers")
    kind = one_of(given.get("kind", "third"), KINDS, f"{field}.kind")
    organisation = _text(given.get("organisation", ""), f"{field}.organisation")
    return Questionnaire(checked_ids([given["id"]])[0], cast(EvaluatorKind, kind), organisation, answers)


def _scale(given: Any) -> tuple[Fraction, Fraction]:
    ends = [judgement(one, "scale") for one in listed(given, "scale")]
    if len(ends) != 2 or ends[0] >= ends[1]:
        raise InvalidInput("integrity_scale", "“scale”要是最小值和最大值，如 [1, 5]", field="scale")
    return ends[0], ends[1]


def _count(given: Any, field: str) -> int:
    number = judgement(given, field)
    if number < 0 or number.denominator != 1:
        raise InvalidInput("integrity_whole", "“{field}”要是不小于 0 的整数", field=field)
    return int(number)


def _text(given: Any, field: str) -> str:
    return checked_ids([given])[0] if given != "" else ""
