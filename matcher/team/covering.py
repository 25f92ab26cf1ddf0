"""Who covers which need, by rules that can be told: nobody is counted on for what nothing says of them.

* A failure: the field and directions of a person point to it, by the trade knowledge, as the demand's words do.
* A task: the person works in a trade of the demand, or knows what is suspected, and speaks of such work, or was found
  for this very task. Standards, property rights and projects are work of its own in every trade.
* A test: an instrument measures it (S0-13), or a row of the annex that is valid on the planned day lists it.

A person counts only when 4.2.2 1) is met for them (S0-10): unknown does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.matchlist import Hit
from matcher.surroundings import Instrument, Person
from matcher.task_matches import TaskMatches
from matcher.team.needs import is_listed, is_named
from matcher.team_proposal import Need

_IN_EVERY_TRADE: dict[str, re.Pattern[str]] = {
    "标准研制": re.compile("标准"),
    "知识产权申请": re.compile("知识产权|专利"),
    "科技项目与技术转化": re.compile("科技项目|成果转化|技术转移"),
}
_IN_ITS_TRADE: dict[str, re.Pattern[str]] = {
    "质量技术评价": re.compile("失效|断口|鉴定|评价|评估|诊断|溯源|追因|机理|原因|仲裁|验证"),
    "技术研发": re.compile("改性|研发|开发|工艺|配方|设计|改进|整改|优化|增韧|修复|攻关|预测|治理|制备|模具"),
}
"""Words of a line of work that speak of a task; other tasks need the trade only."""
_DEVELOPING = frozenset({"project_cooperation", "joint_research"})
"""Who takes part in this way does so for projects (S0-28)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What the demand is about, as far as covering asks: trades, what is suspected, who was found for which task."""

    trades: frozenset[str]
    failures: frozenset[str]
    found_for: Mapping[str, frozenset[str]]
    """The experts that were found for a task, by the need's id."""


def matter_of(found: TaskMatches, needs: Sequence[Need]) -> Matter:
    """What is asked about people, gathered once for all of them."""
    lists = {f"task:{part.task.order}": part.found for part in found.parts}
    return Matter(
        trades=frozenset(one.name for one in found.whole.understood if one.kind == "trade"),
        failures=frozenset(need.name for need in needs if need.kind == "failure"),
        found_for={
            need.id: frozenset(hit.passage_id for hit in lists.get(need.id, found.whole).experts)
            for need in needs
            if need.kind == "task" and need.is_asked
        },
    )


def person_covers(person: Person, need: Need, matter: Matter) -> bool:
    """Whether a person covers a need by what they work on."""
    if need.kind == "failure":
        return need.name in person.knows
    if need.kind == "test":
        return False
    if (own := _IN_EVERY_TRADE.get(need.name)) is not None:
        return own.search(person.works_on) is not None
    suspects = not matter.failures.isdisjoint(person.knows)
    if not suspects and matter.trades.isdisjoint(person.trades):
        return False
    spoken = _IN_ITS_TRADE.get(need.name)
    return (
        spoken is None
        or spoken.search(person.works_on) is not None
        or person.id in matter.found_for.get(need.id, ())
        or (need.name == "质量技术评价" and suspects)
        or (need.name == "技术研发" and person.mode in _DEVELOPING)
    )


class ListedTests:
    """Which needed tests are covered by instruments and rows, as masks; what many of them list is looked at once."""

    def __init__(self, needs: Sequence[Need]) -> None:
        asked = [(1 << at, need.names) for at, need in enumerate(needs) if need.kind == "test"]
        self._named = cache(lambda text: sum(bit for bit, names in asked if is_named(names, text)))
        self._listed = cache(lambda text: sum(bit for bit, names in asked if is_listed(names, text)))

    def by_instrument(self, instrument: Instrument) -> int:
        """What an instrument measures of what is needed."""
        mask = self._named(instrument.name)
        for measured in instrument.measures:
            mask |= self._listed(measured)
        return mask

    def by_row(self, row: Hit) -> int:
        """What a row that was found lists and may be offered for, or may after somebody has checked (B4)."""
        if row.kind != "capability" or not _may_test(row):
            return 0
        return self._listed(row.title.rpartition(" · ")[2])


def _may_test(row: Hit) -> bool:
    """Rows of the time before rulings are taken by their validity."""
    return row.scope == "valid" if row.ruling is None else row.ruling.way in ("test", "check")


def mask_of(covers: Sequence[bool]) -> int:
    """The needs covered, as bits in the order of the needs."""
    return sum(1 << at for at, is_covered in enumerate(covers) if is_covered)
