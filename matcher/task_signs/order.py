"""In which order the asked tasks are to be done: as the words say (先…再, 然后, 最后, numbered), else a"
"s the work runs."""

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
    r"如果|要是|的话|然后|随后|接着|接下来|再(?!生|次(?!$)|也|说|用|利|三|循|制)|而后|其次|其后|继而|下一步|"
    r"之后|以后(?!采)|(?<=[完好成了出到上定下过齐])后|(?:出来|到手|成熟|拿到|批|完成|到位|定型|通过|成功|"
    r"合格)(?:了|以)?后"
    r"|第[二三四五](?!方)|在此(?:基础|之上)|以此|\b(?:then|afterwards?|next|subsequently|after that|once|later|"
    r"followed by)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"最后|最终|末了|\b(?:finally|lastly|in the end)\b", re.IGNORECASE)
_FIRST = re.compile(r"首先|(?<![优领率原事抢预])先(?!进|前|生|导|占|锋)|第一步|\bfirst(?:ly)?\b", re.IGNORECASE)
_BEFORE = re.compile(r"(?:之前|以前|(?<=[请报售市产货标])前)[^,。;]{0,2}$")
_OPENS_BEFORE = re.compile(r"^\W*(?:before|prior to)\b", re.IGNORECASE)
_OPENS_AFTER = re.compile(r"^\W*(?:after|once|when)\b", re.IGNORECASE)
_BEFORE_EN = re.compile(r"\bbefore\b|\bprior to\b", re.IGNORECASE)
_AFTER_EN = re.compile(r"(?<!\w)after (?!that|wards|this)", re.IGNORECASE)
_BESIDES = re.compile(r"另外|此外|同时|顺便|一并|顺带|捎带|\b(?:also|besides|in addition|meanwhile)\b", re.IGNORECASE)


def in_order(said: Mapping[str, Said], clauses: Sequence[TaskClause]) -> list[str]:
    """The services of ``said`` (their first words) in the order of the work."""
    usual = sorted(said, key=lambda service: _COURSE.index(_step(said[service])))
    stands = sorted(usual, key=lambda service: said[service].place)  # of two that begin at one word the usual first
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
    """Pairs (earlier, later) that the words state."""
    pairs: set[tuple[str, str]] = set()
    for place, later in enumerate(stands):
        for earlier in stands[:place]:
            verdict = _between(said[earlier], said[later], clauses)
            if verdict:
                pairs.add((earlier, later) if verdict > 0 else (later, earlier))
    return pairs


def _between(one: Said, two: Said, clauses: Sequence[TaskClause]) -> int:
    """1: in this order, -1: the other way round, 0: nothing is said. ``one`` stands first in the text."""
    first, second = one.clause, two.clause
    if first.utterance != second.utterance:
        return 0
    stretch = [c.text for c in clauses if c.utterance == first.utterance and first.start <= c.start <= second.start]
    words = ",".join(stretch)
    between = words[one.start : len(words) - len(second.text) + two.start]
    if _BEFORE.search(first.text) or _OPENS_BEFORE.search(first.text) or _AFTER_EN.search(between):
        return -1
    if _BEFORE_EN.search(between) or _OPENS_AFTER.search(first.text):
        return 1
    if first.item and first.item != second.item:
        return 1
    begins, goes_on = _FIRST.search(first.text), _FIRST.search(second.text)
    if _THEN.search(words[one.start :]) or _LAST.search(words[one.start :]) or (_FIRST.search(words) and not goes_on):
        return 1
    return -1 if goes_on and not begins and not _BESIDES.search(second.text[: two.start]) else 0
