"""One demand, several tasks: which of the seven services its words ask for, in which order (B6, S0-30 … S0-38).

A cracked housing needs failure analysis (6.2) before a test report (6.1) can say anything; a new product needs
development (6.5) before its standard (6.3). What is asked is heard in the words themselves (:mod:`matcher.task_signs`):
what the enterprise already has is no task, nor is a by-product. The order that the words state wins; else cause,
development, verification, test report, standard, intellectual property, project, qualification. Steps that usually
follow are offered after the asked ones and may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foundation.language import Sentence, sentence
from foundation.values import Value
from intake.fields import LifeCycleStage
from intake.reading.life_cycle import read_life_cycle
from intake.reading.statement import TITLE, Statement, state
from matcher.query import Wanted
from matcher.task_signs.clauses import TaskClause, task_clauses
from matcher.task_signs.hearing import Said, hear
from matcher.task_signs.order import in_order


class TaskWords(Value):
    """Words that ask for a task: ``text[start:end] == quote``, of the title where ``in_title``."""

    start: int
    end: int
    quote: str
    in_title: bool = False


class Task(Value):
    """One step of the route: a service of clause 6, why it is there, who says so, and whether it may be left out."""

    order: int
    service: str
    purpose: Sentence
    is_optional: bool
    said: tuple[TaskWords, ...] = ()
    stage: LifeCycleStage | None = None


_PURPOSES: dict[tuple[str, str], Sentence] = {
    ("检验检测", ""): sentence("按标准检测并出具报告"),
    ("质量技术评价", ""): sentence("找出原因，作出评价"),
    ("质量技术评价", "verify"): sentence("建立方法，独立评价与验证"),
    ("标准研制", ""): sentence("提出计划，组织编制与验证"),
    ("知识产权申请", ""): sentence("整理成果，申请保护"),
    ("技术研发", ""): sentence("联合攻关"),
    ("科技项目与技术转化", ""): sentence("申报项目或转化成果"),
    ("其他技术服务", ""): sentence("咨询与指导"),
}
_FOLLOWING: dict[str, tuple[tuple[str, Sentence], ...]] = {
    "质量技术评价": (
        ("检验检测", sentence("用批准范围内的项目取证")),
        ("技术研发", sentence("原因清楚之后改进")),
    ),
    "标准研制": (("质量技术评价", sentence("验证标准中的方法")),),
    "技术研发": (
        ("质量技术评价", sentence("验证研发结果")),
        ("知识产权申请", sentence("成果形成后申请保护")),
    ),
    "科技项目与技术转化": (("质量技术评价", sentence("为成果提供第三方评价")),),
}
_MOST_FOLLOWING = 2
_MOST_WORDS = 4


def decompose(wanted: Wanted) -> tuple[Task, ...]:
    """The tasks of a demand in order, the optional ones last.

    Where its words ask for nothing, its service category is the task; none when that is not known either.
    """
    statement = state(wanted.title or None, wanted.text)
    clauses = task_clauses(statement)
    heard = hear(statement, clauses)
    if not heard and wanted.service_category:
        return (*_numbered([(wanted.service_category, "", (), None)]), *_offered([wanted.service_category]))
    first = {service: _leading(heard, service) for service in {said.service for said in heard}}
    route = in_order(first, clauses)
    asked = [(s, first[s].facet, _words(statement, heard, s), _stage(statement, heard, s, clauses)) for s in route]
    return (*_numbered(asked), *_offered(route))


def _numbered(
    asked: Sequence[tuple[str, str, tuple[TaskWords, ...], LifeCycleStage | None]],
) -> Iterator[Task]:
    for order, (service, facet, said, stage) in enumerate(asked, start=1):
        purpose = _PURPOSES.get((service, facet)) or _PURPOSES[service, ""]
        yield Task(order=order, service=service, purpose=purpose, is_optional=False, said=said, stage=stage)


def _offered(route: Sequence[str]) -> Iterator[Task]:
    """What usually follows the asked services and was not asked for."""
    follow: dict[str, Sentence] = {}
    for service in route:
        for following, purpose in _FOLLOWING.get(service, ()):
            if following not in route:
                follow.setdefault(following, purpose)
    for order, (service, purpose) in enumerate(list(follow.items())[:_MOST_FOLLOWING], start=len(route) + 1):
        yield Task(order=order, service=service, purpose=purpose, is_optional=True)


def _leading(heard: Sequence[Said], service: str) -> Said:
    """The first words for a service; a cause that is asked for anywhere leads evaluation, for it comes first."""
    mine = [said for said in heard if said.service == service]
    return min(mine, key=lambda said: (said.facet == "verify", -said.weight, said.place))


def _words(statement: Statement, heard: Sequence[Said], service: str) -> tuple[TaskWords, ...]:
    """The words for a service, the weightiest four in reading order, none inside another."""
    mine = sorted((s for s in heard if s.service == service), key=lambda s: (-s.weight, s.place, s.start - s.end))
    kept: list[TaskWords] = []
    for said in mine:
        start = said.clause.start + said.start
        found = statement.evidence(said.clause.utterance, start, said.clause.start + said.end)
        words = TaskWords(start=found.start, end=found.end, quote=found.quote, in_title=said.clause.utterance == TITLE)
        if not any(_overlap(words, other) for other in kept) and len(kept) < _MOST_WORDS:
            kept.append(words)
    return tuple(sorted(kept, key=lambda words: (words.in_title, words.start)))


def _overlap(one: TaskWords, other: TaskWords) -> bool:
    return one.in_title == other.in_title and one.start < other.end and other.start < one.end


def _stage(
    statement: Statement, heard: Sequence[Said], service: str, clauses: Sequence[TaskClause]
) -> LifeCycleStage | None:
    """The stage of life that the sentences of a task speak of; development is design by nature."""
    if service == "技术研发":
        return "研发设计"
    mine = {(said.clause.utterance, said.clause.sentence) for said in heard if said.service == service}
    text = "。".join(clause.text for clause in clauses if (clause.utterance, clause.sentence) in mine)
    found = next(read_life_cycle(state(None, text)), None)
    return found.value if found is not None else None  # type: ignore[return-value]
