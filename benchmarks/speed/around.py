"""What stands around an invented match: the people and instruments of every centre, the same for the same seed.

All of a centre's are handed to the composer; the service hands in only those that cover something, so this is the
harder case.
"""

from __future__ import annotations

import random
from functools import lru_cache

from benchmarks.speed.world import scope_rows
from kb.trade.compiled import Trade
from matcher.run import PROPOSED
from matcher.surroundings import CentreFacts, Instrument, Person, Surroundings
from matcher.task_matches import TaskMatches

PEOPLE, INSTRUMENTS = 12, 12
FOR_A_TASK = 2
"""So many centres of each task are looked at beside those that are proposed."""
_LINES = ("失效分析", "改性与工艺研发", "标准研制", "检测方法", "专利布局", "成果转化")


class Neighbourhood:
    """People and instruments by centre, drawn when they are first asked for."""

    def __init__(self, trade: Trade, seed: int = 3) -> None:
        self._seed = seed
        self._names = trade.fields.names
        self._failures = {name: sorted(_failures_of(trade, name)) for name in self._names}
        self._people, self._instruments = lru_cache(None)(self._draw_people), lru_cache(None)(self._draw_instruments)

    def around(self, found: TaskMatches) -> Surroundings:
        """What the door would hand to the composer for these lists: the proposed centres and the best of each task."""
        parts = (centre for part in found.parts for centre in part.found.centres[:FOR_A_TASK])
        asked = dict.fromkeys(one.provider_id for one in (*found.whole.centres[:PROPOSED], *parts))
        ids = sorted({one.provider_id for one in found.whole.centres})
        return Surroundings(
            centres=tuple(self._facts(one) for one in ids),
            people=tuple(sorted((p for one in asked for p in self._people(one)), key=lambda one: one.id)),
            instruments=tuple(sorted((i for one in asked for i in self._instruments(one)), key=lambda one: one.id)),
            enterprise="某某制造有限公司",
        )

    def _facts(self, centre: str) -> CentreFacts:
        chance = random.Random(f"{self._seed}/facts/{centre}")
        return CentreFacts(
            centre_id=centre,
            region=chance.choice(("江苏省南京市", "浙江省杭州市", "上海市")),
            secrecy_level=chance.choice(("public", "internal", "secret", None)),
            has_declared=chance.random() < 0.7,
            capacity=chance.choice((4, 8, 12, None)),
            open_engagements=chance.randrange(6),
        )

    def _draw_people(self, centre: str) -> tuple[Person, ...]:
        chance = random.Random(f"{self._seed}/people/{centre}")
        found = []
        for number in range(PEOPLE):
            trades = tuple(sorted(chance.sample(self._names, 2)))
            failures = sorted({one for name in trades for one in self._failures[name]})
            found.append(
                Person(
                    id=f"exp_{centre}_{number:02}",
                    centre_id=centre,
                    works_on=chance.choice(_LINES),
                    mode=chance.choice(("full_time", "full_time", "consulting")),
                    may_lead=chance.random() < 0.4,
                    may_serve=chance.random() < 0.8,
                    trades=trades,
                    knows=tuple(chance.sample(failures, min(4, len(failures)))),
                )
            )
        return tuple(found)

    def _draw_instruments(self, centre: str) -> tuple[Instrument, ...]:
        chance, rows = random.Random(f"{self._seed}/instruments/{centre}"), scope_rows()
        return tuple(
            Instrument(
                id=f"eqp_{centre}_{number:02}",
                centre_id=centre,
                name=f"{chance.choice(rows).parameter}试验机",
                measures=tuple(chance.choice(rows).parameter for _ in range(3)),
                is_shared=chance.random() < 0.3,
            )
            for number in range(INSTRUMENTS)
        )


def _failures_of(trade: Trade, name: str) -> set[str]:
    return {one for situation in trade.situations.every if situation.field == name for one in situation.failures}
