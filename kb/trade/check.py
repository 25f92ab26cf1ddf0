"""What is wrong with the knowledge: links that lead nowhere, names given twice, unknown standards, impossible units.

``docking knowledge check`` prints it, and CI holds the shipped files to no errors at all.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.text import normalise
from foundation.values import Value
from kb.standards import standard_key
from kb.trade.acts_check import faults_of_acts
from kb.trade.field import Named, TradeField
from kb.trade.glossary import glossary
from kb.trade.kinds_check import faults_of_kinds
from kb.trade.printed_units import is_unit
from kb.trade.reading import ACTS, KINDS, Knowledge
from kb.trade.register import Register
from kb.trade.titles import same_title
from kb.vocabulary import vocabulary

FEWEST_WORDINGS = 4
_WITH_DIVISIONS = "C"
"""Of manufacturing the vocabulary has every division; of other sections only those that enterprises name."""
_SECTION = re.compile(r"([A-T])(\d{2,4})?$")


class KnowledgeFinding(Value):
    """One fault: in which file, at which entry, and what is wrong with it."""

    file: str
    entry: str
    reason: Sentence


class KnowledgeCounts(Value):
    """What there is, for a person who asks how much is known and how sure it is."""

    fields: int
    products: int
    parameters: int
    catalogue_lines: int
    failures: int
    symptoms: int
    wordings: int
    cases: int
    glossary_pairs: int
    standards: int
    verified: int
    unverified: int
    contradicting: int
    classes: int = 0
    kinds: int = 0
    """Classes of goods, and the names that belong to one."""
    beyond: int = 0
    """Fields beyond the business."""
    acts: int = 0
    """What is asked to be done, of centres and of others."""


class KnowledgeReport(Value):
    """The answer of ``docking knowledge check``."""

    counts: KnowledgeCounts
    findings: tuple[KnowledgeFinding, ...]


def check(knowledge: Knowledge, editions: Path | None = None) -> KnowledgeReport:
    """All faults. With ``editions`` (CSV, also gzip, with ``number,title``) titles are compared with it."""
    findings = [
        KnowledgeFinding(file=field.field, entry=entry, reason=reason)
        for field in (*knowledge.fields, *knowledge.beyond)
        for entry, reason in _faults(field, knowledge.standards)
    ]
    findings += [
        KnowledgeFinding(file=KINDS, entry=entry, reason=reason) for entry, reason in faults_of_kinds(knowledge.kinds)
    ]
    findings += [
        KnowledgeFinding(file=ACTS, entry=entry, reason=reason) for entry, reason in faults_of_acts(knowledge.acts)
    ]
    contradictions = list(_contradictions(knowledge, editions)) if editions else []
    fields = knowledge.fields
    verified = sum(bool(one.verified) for one in knowledge.standards)
    counts = KnowledgeCounts(
        fields=len(fields),
        products=sum(len(field.products) for field in fields),
        parameters=sum(len(field.tests) for field in fields),
        catalogue_lines=sum(len(tests) for field in fields for tests in field.catalogue.values()),
        failures=sum(len(field.failures) for field in fields),
        symptoms=sum(len(field.symptoms) for field in fields),
        wordings=sum(len(one.says) + len(one.says_en) for field in fields for one in field.symptoms),
        cases=sum(len(field.cases) for field in fields),
        glossary_pairs=len(glossary(fields, knowledge.pairs)),
        standards=len(knowledge.standards),
        verified=verified,
        unverified=len(knowledge.standards) - verified,
        contradicting=len(contradictions),
        classes=len(knowledge.kinds.classes),
        kinds=len({kind for kinds in knowledge.kinds.classes.values() for kind in kinds}),
        beyond=len(knowledge.beyond),
        acts=len(knowledge.acts.acts),
    )
    return KnowledgeReport(counts=counts, findings=(*findings, *contradictions))


Fault = tuple[str, Sentence]
"""The entry and what is wrong with it."""


def _faults(field: TradeField, register: Register) -> Iterator[Fault]:
    for code in field.industries:
        if not _is_industry(code):
            yield code, sentence("没有这个行业代码（GB/T 4754）")
    for group in (field.products, field.tests, field.failures):
        yield from _named_twice(group.items())
    yield from _faults_of_parameters(field, register)
    yield from _faults_of_symptoms(field)
    yield from _faults_of_cases(field)


def _faults_of_parameters(field: TradeField, register: Register) -> Iterator[Fault]:
    for zh, parameter in field.tests.items():
        if parameter.unit is not None and not is_unit(parameter.unit):
            yield zh, sentence("不是单位：{unit}", unit=parameter.unit)
        yield from _unknown_standards(zh, parameter.standards, register)
    for product, lines in field.catalogue.items():
        if product not in field.products:
            yield product, sentence("能力目录里的产品没有定义")
        for name, standards in lines.items():
            if name not in field.tests:
                yield product, sentence("能力目录里的参数“{name}”没有定义", name=name)
            yield from _unknown_standards(product, standards, register)
    for zh, failure in field.failures.items():
        for test in failure.tests:
            if test not in field.tests:
                yield zh, sentence("指向的参数“{name}”没有定义", name=test)


def _faults_of_symptoms(field: TradeField) -> Iterator[Fault]:
    for symptom in field.symptoms:
        entry = symptom.says[0]
        if len({normalise(wording) for wording in symptom.says}) < FEWEST_WORDINGS:
            yield entry, sentence("少于 {fewest} 种说法", fewest=FEWEST_WORDINGS)
        for product in symptom.of:
            if product not in field.products:
                yield entry, sentence("所属产品“{name}”没有定义", name=product)
        for failure in symptom.points_to:
            if failure not in field.failures:
                yield entry, sentence("指向的失效“{name}”没有定义", name=failure)
    said = Counter(normalise(wording) for symptom in field.symptoms for wording in set(symptom.says))
    for wording, times in said.items():
        if times > 1:
            yield wording, sentence("同一说法写在两个症状里")


def _faults_of_cases(field: TradeField) -> Iterator[Fault]:
    for case in field.cases:
        if case.of is not None and case.of not in field.products:
            yield case.says, sentence("所属产品“{name}”没有定义", name=case.of)
        for test in case.tests:
            if test not in field.tests:
                yield case.says, sentence("指向的参数“{name}”没有定义", name=test)
    for says, times in Counter(normalise(case.says) for case in field.cases).items():
        if times > 1:
            yield says, sentence("同一条来信写了两次")


def _unknown_standards(entry: str, numbers: Iterable[str], register: Register) -> Iterator[Fault]:
    for number in numbers:
        if register.get(number) is None:
            yield entry, sentence("标准 {number} 不在标准名录里", number=number)


def _named_twice(terms: Iterable[tuple[str, Named]]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for zh, term in terms:
        for name in (zh, *term.other_names):
            other = owners.setdefault(normalise(name), zh)
            if other != zh:
                yield zh, sentence("“{name}”同时是“{other}”的名称", name=name, other=other)


def _is_industry(code: str) -> bool:
    """A section letter alone, or with a division that the vocabulary has under that section."""
    found = _SECTION.match(code)
    if found is None or found[1] not in vocabulary().industry_sections:
        return False
    divisions = {d for one in vocabulary().industries if one.section == found[1] for d in one.divisions}
    return found[2] is None or found[2][:2] in divisions or found[1] not in _WITH_DIVISIONS


def _contradictions(knowledge: Knowledge, editions: Path) -> Iterator[KnowledgeFinding]:
    titles: dict[str, list[str]] = {}
    rows = csv.DictReader(io.StringIO(_text_of(editions)))
    if not {"number", "title"} <= set(rows.fieldnames or ()):
        raise InvalidInput(
            "standards_file_columns", "{file} 缺少 number、title 两列", field="standards", file=editions.name
        )
    for row in rows:
        known = titles.setdefault(standard_key(row["number"]), [])
        known += [row[name] for name in ("title", "title_en") if row.get(name)]
    for one in knowledge.standards:
        others = titles.get(standard_key(one.number), [])
        if others and not any(same_title(one.title, other) for other in others):
            yield KnowledgeFinding(
                file="standards.csv",
                entry=one.number,
                reason=sentence("名称与标准文件不一致：{title} ≠ {other}", title=one.title, other=others[-1]),
            )


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as fault:
        raise InvalidInput("file_unreadable", "读不了文件 {file}", field="standards", file=path.name) from fault
