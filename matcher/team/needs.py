"""What a demand needs of a team: somebody for each task, somebody who knows what is suspected, and each test done.

*Asked* is what the demand itself says: its tasks, the parameters it names. *Likely* is what the trade knowledge adds:
suspected failures, the tests that tell them apart, tasks that usually follow. A team covers what is asked first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from foundation.language import Sentence, sentence
from foundation.text import normalise
from matcher.query import Wanted
from matcher.task_matches import TaskMatches
from matcher.team_proposal import Need
from matcher.understood import Understood

MOST_NAMED = 40
"""So many parameters that a demand names are looked at; a list of more is an annex, for which no team is composed."""


def needs_of(found: TaskMatches, wanted: Wanted) -> tuple[Need, ...]:
    """What the demand needs, tasks first; each once, and nothing where nothing was asked and nothing understood."""
    return (*_tasks(found), *_failures(found), *_tests(found, wanted))


def _tasks(found: TaskMatches) -> Iterator[Need]:
    for task in found.tasks:
        words = "、".join(f"“{said.quote}”" for said in task.said)
        why = sentence("任务：{purpose}", purpose=task.purpose.template)
        if words:
            why = sentence("任务：{purpose}，原话是{words}", purpose=task.purpose.template, words=words)
        yield Need(id=f"task:{task.order}", kind="task", name=task.service, is_asked=not task.is_optional, says=why)


def _failures(found: TaskMatches) -> Iterator[Need]:
    for one in found.whole.understood:
        if one.kind == "failure":
            why = sentence("您说的“{quote}”像是“{failure}”", quote=one.quote, failure=one.name)
            yield Need(id=f"failure:{one.name}", kind="failure", name=one.name, is_asked=False, says=why)


def _tests(found: TaskMatches, wanted: Wanted) -> Iterator[Need]:
    likely = [one for one in found.whole.understood if one.kind == "test"]
    named = list(dict.fromkeys(wanted.parameters))[:MOST_NAMED]
    meant: set[str] = set()
    for name in named:
        known = next((one for one in likely if _is_meant(one, name)), None)
        if known is not None:
            if known.name not in meant:
                meant.add(known.name)
                yield _test(
                    known.name, tuple(dict.fromkeys((*known.names, name))), sentence("需求写明了“{name}”", name=name)
                )
            continue
        yield _test(name, (name,), sentence("需求写明了“{name}”", name=name))
    if named and _orders_tests_only(found):
        return
    for one in likely:
        if one.name not in meant and one.name not in named:
            yield _likely(one)


def _orders_tests_only(found: TaskMatches) -> bool:
    """Whether test reports are all that is asked for: who names the tests gets these, and no others beside them."""
    asked = {task.service for task in found.tasks if not task.is_optional}
    return asked == {"检验检测"}


def _is_meant(one: Understood, stated: str) -> bool:
    """Whether a parameter that the demand states is this test: 隐裂 is 隐裂检测."""
    return any(stated in name for name in one.names) or is_listed(one.names, stated)


def _test(name: str, names: tuple[str, ...], why: Sentence) -> Need:
    return Need(id=f"test:{name}", kind="test", name=name, names=names, is_asked=True, says=why)


def _likely(one: Understood) -> Need:
    why = sentence("您说的“{quote}”，要看“{test}”", quote=one.quote, test=one.name)
    return Need(id=f"test:{one.name}", kind="test", name=one.name, names=one.names, is_asked=False, says=why)


_BETWEEN = str.maketrans(dict.fromkeys('；;、，,/（）()《》“”"', "\n"))
_PLAIN = ("分析", "试验", "测定", "检测", "测试", "测量", "成像")
"""What ends the name of a test and tells nothing of it."""
_EMPTY = frozenset(
    {"含量", "强度", "性能", "材料", "产品", "成分", "功能", "质量", "失效", "样品", "安全", "环境", "可靠性"}
)
"""What is left of a name and is too little to know a test by."""
TELLING = 3
"""Characters from which on a name inside what is listed is that test: 密度 in 烟密度 is not."""
WHOLE = 4
"""Characters from which on what is listed may stand inside a longer name: 耐久性 in 办公椅耐久性 says too little."""


@lru_cache(maxsize=65_536)
def is_listed(names: tuple[str, ...], listed: str) -> bool:
    """Whether what is listed (a parameter, what an instrument measures) holds a test of one of these ``names``."""
    return any(_is_same(name, item) for item in _items(listed) for name in _stems(names))


def _is_same(name: str, item: str) -> bool:
    if name == item:
        return True
    if name.isascii():
        return len(name) >= TELLING and name in item
    if item.startswith(name):
        return True
    return (len(name) >= TELLING and name in item) or (len(item) >= WHOLE and item in name)


@lru_cache(maxsize=65_536)
def is_named(names: tuple[str, ...], title: str) -> bool:
    """Whether an instrument is called after a test: a 差示扫描量热仪 does 差示扫描量热分析."""
    called = normalise(title).replace(" ", "")
    return any(name in called for name in _stems(names) if len(name) >= WHOLE)


@lru_cache(maxsize=16_384)
def _items(listed: str) -> tuple[str, ...]:
    parts = (normalise(part).replace(" ", "") for part in listed.translate(_BETWEEN).split("\n"))
    return tuple(dict.fromkeys(part for part in parts if len(part) > 1))


@lru_cache(maxsize=4_096)
def _stems(names: tuple[str, ...]) -> tuple[str, ...]:
    stems: dict[str, None] = {}
    for name in names:
        plain = normalise(name).replace(" ", "")
        stems[plain] = None
        for end in _PLAIN:
            stem = plain.removesuffix(end)
            if stem != plain and len(stem) > 1 and stem not in _EMPTY:
                stems[stem] = None
    return tuple(stems)
