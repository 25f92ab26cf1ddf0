"""In which order the asked tasks are to be done: as the words say (先…再, 然后, 最后, numbered), else as the work runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from matcher.task_signs.clauses import TaskClause
from matcher.task_signs.hearing import Said

_COURSE = (
    "质量技术评价",
    "技术研发",
    "质量技术评价:verify",
    "检验检测",
    "标准研制",
    "知识产权申请",
    "科技项目与技术转化",
    "其他技术服务",
)
"""Cause, development, verification, test report, standard, intellectual property, project, qualification."""
_THEN = re.compile(
    r"然后|随后|接着|接下来|再(?!生|次(?!$)|也|说|用|利|三|循|制)|而后|其次|其后|继而|下一步|之后|以后(?!采)|(?<=[完好成了出到上定下过齐])后|(?:出来|到手|成熟|拿到|批|完成|到位|定型|通过|成功|合格)(?:了|以)?后"
    r"|第[二三四五]|在此(?:基础|之上)|以此|\b(?:then|afterwards?|next|subsequently|after that|once|later|followed by)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"最后|最终|末了|\b(?:finally|lastly|in the end)\b", re.IGNORECASE)
_FIRST = re.compile(r"首先|(?<![优领率原事抢预])先(?!进|前|生|导|占|锋)|第一步|\bfirst(?:ly)?\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:之前|以前|(?<=[请报售市产货标])前)[^,。;]{0,2}$")
_BEFORE_EN = re.compile(r"\bbefore\b|\bprior to\b", re.IGNORECASE)
_AFTER_EN = re.compile(r"(?<!\w)after (?!that|wards|this)", re.IGNORECASE)
_BESIDES = re.compile(r"另外|此外|同时|顺便|一并|顺带|捎带|\b(?:also|besides|in addition|meanwhile)\b", re.IGNORECASE)


def in_order(said: Mapping[str, Said], clauses: Sequence[TaskClause]) -> list[str]:
    """The services of ``said`` (their first words) in the order of the work."""
    usual = sorted(said, key=lambda service: _COURSE.index(_step(said[service])))
    stands = sorted(said, key=lambda service: said[service].place)
    before = _stated(stands, said, clauses)
    ordered: list[str] = []
    while usual:
        ready = [service for service in usual if not any((other, service) in before for other in usual)]
        first = (ready or usual)[0]
        ordered.append(first)
        usual.remove(first)
    return ordered


def _step(said: Said) -> str:
    return "质量技术评价:verify" if said.service == "质量技术评价" and said.facet == "verify" else said.service


def _stated(stands: Sequence[str], said: Mapping[str, Said], clauses: Sequence[TaskClause]) -> set[tuple[str, str]]:
    """Pairs (earlier, later) that the words state, between neighbours in the text and so between all before and after."""
    pairs: set[tuple[str, str]] = set()
    for place, later in enumerate(stands):
        for earlier in stands[:place]:
            verdict = _between(said[earlier], said[later], clauses)
            if verdict:
                pairs.add((earlier, later) if verdict > 0 else (later, earlier))
    return pairs


def _between(one: Said, two: Said, clauses: Sequence[TaskClause]) -> int:
    """1: in this order, -1: the other way round, 0: nothing is said."""
    if one.clause.utterance != two.clause.utterance:
        return 0
    start, end = one.clause.start + one.start, two.clause.start + two.start
    stretch = [
        c for c in clauses if c.utterance == one.clause.utterance and one.clause.start <= c.start <= two.clause.start
    ]
    words = ",".join(c.text for c in stretch)
    offset = one.clause.start
    middle = words[max(end - offset, 0) - 8 if end - offset > 8 else 0 : max(end - offset, 0) + 3]
    if _BEFORE.search(one.clause.text) or (
        one.clause is two.clause and _AFTER_EN.search(one.clause.text[one.start : two.start])
    ):
        return -1
    if _BEFORE_EN.search(words[start - offset : end - offset]):
        return 1
    if one.clause.item != two.clause.item and one.clause.item:
        return 1
    span = words[start - offset :]
    if _THEN.search(span) or _LAST.search(span) or (_FIRST.search(words) and not _FIRST.search(two.clause.text)):
        return 1
    if _FIRST.search(two.clause.text) and not _FIRST.search(one.clause.text) and not _BESIDES.search(middle):
        return -1
    return 0
