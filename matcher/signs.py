"""What a list of hits shows of its own worth: absolute values of the best rows, where the score is relative.

The score scales every signal to the best row of this query, so the best of a bad lot scores high. The signs are the
values before that, in whole thousandths; confidence (:mod:`matcher.doubt.confidence`) is decided by them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from foundation.values import Value
from kb.trade.asked import NOTHING_ASKED, Asked
from kb.trade.beyond import NOTHING_BEYOND, Matter, Near
from kb.trade.understanding import Chain, Known, Span, Understanding
from matcher.fusion import Points
from matcher.policy import Signal
from matcher.ports import Scores
from matcher.query import Wanted
from matcher.register import is_published

LOOKED_AT = 10
"""So many hits, the best, speak for an answer as a whole."""
NEAR = 300
"""A row whose trade is less strange than this (thousandths) is of the demand's own trade."""
ENOUGH = 700
"""From this share of clauses on a text is to the point: a word of courtesy is nobody's fault."""
DEVELOPS = "技术研发"
"""The service category of what is to be developed (S0-34)."""
LONGEST = 300
"""Characters from which on a demand is no longer any longer."""


LOOKED_NEAR, NEAREST = 5, 3
"""Of so many best hits it is asked how near they are to the matter, and the nearest of them count."""


def later() -> int:
    """A sign that runs kept before do not have: left out where it is nothing."""
    return Field(default=0, exclude_if=lambda value: value == 0)


class Signs(Value):
    """Thousandths, 0 … 1000 (``length``: characters, 0 … 300)."""

    trade_mean: int
    """Mean likeness of the rows' trades with the demand's."""
    trade_best3: int
    words_trade: int
    """Mean likeness (TF-IDF) with what a laboratory would say of the demand."""
    words_whole: int
    """Mean likeness (TF-IDF) with what was written."""
    sense_best: int
    """Likeness of meaning (dense) of the nearest row."""
    sense_trade: int
    """Mean likeness of meaning with what a laboratory would say."""
    latent_best3: int
    product_near: int
    """The best product comparison, less where the row's trade is strange."""
    parameter_near: int
    chain_best: int
    """The weight of the strongest chain from the enterprise's words to what one of the rows measures."""
    near_share: int
    """Share of rows of the demand's own trade."""
    kin_share: int
    """Share of rows that are not, by their product, something else than what is asked about (B4)."""
    expert_share: int
    length: int
    own_share: int
    """Share of the demand's clauses that say something of its own, and not what everybody writes."""
    # What follows tells whether the matter is known at all; runs kept before have nothing of it.
    known_situation: int = 0
    known_trade: int = 0
    known_best3: int = 0
    strange_share: int = 0
    """These four: :class:`kb.trade.understanding.Known`."""
    failure_best: int = 0
    """The weight of the strongest chain that leads over a failure, whether or not a row measures it."""
    sense_near: int = 0
    """``sense_best``, less where the rows are of other trades."""
    known_near: int = 0
    """``known_trade``, less where the rows are of other trades."""
    strange_far: int = 0
    """``strange_share``, less where the rows are of the demand's own trade."""
    # What follows tells whether the matter lies beyond the business, by :class:`kb.trade.beyond.Matter`. Whatever
    # speaks for that counts less where rows are of the same field beyond, for a centre may hold a field that is beyond
    # all others; that they are of a trade whose words the matter shares takes nothing from it. Where nothing is known
    # beyond these are left out, so that a run of before has the bytes it had.
    beyond_situation: int = later()
    beyond_ahead: int = later()
    beyond_field: int = later()
    inside_field: int = later()
    beyond_share: int = later()
    beyond_votes: int = later()
    beyond_odds: int = later()
    beyond_named: int = later()
    inside_named: int = later()
    beyond_part: int = later()
    matter_near: int = later()
    """How near the best rows are to the demand's own field, on whichever side it lies (mean of the nearest three)."""
    near_inside: int = later()
    near_beyond: int = later()
    rows_beyond: int = later()
    """These three, likewise: :class:`kb.trade.beyond.Near`."""
    beyond_lean: int = later()
    """How far the demand leans beyond by what its words mean, likewise; 500 for even."""
    meaning_near: int = later()
    """How near the best rows are to the demand by what words mean (mean of the nearest three)."""
    errand: int = later()
    """How far all its words ask for what no centre does, likewise; 500 for even (:mod:`kb.trade.errand`)."""
    # What follows tells what is asked to be done, by :class:`kb.trade.asked.Asked`.
    act_beyond: int = later()
    """All where a deed governs the request that is none of inspection centres, and no row names it; else nothing."""
    act_unheard: int = later()
    """All where something is wished for, but no deed of a centre is named."""
    said: int = later()
    """How much of the name of a row's product stands in the demand where that row's parameter does too: the demand says
    what the row holds in the row's own words, whatever else it tells. Nothing where a deed of others is asked for."""
    thing_held: int = later()
    """All where one of the rows is for a thing that the demand names; else nothing (:mod:`matcher.legal.things`)."""
    thing_away: int = later()
    """All where the demand names things that the trades know and none of the rows is for one; else nothing."""
    product_told: int = later()
    """All where the demand tells a product, else nothing."""
    product_sense: int = later()
    """Likeness of meaning (dense) of that product with the row that is nearest to it; nothing where none is told."""
    measure_away: int = later()
    """All where an instrument is to be verified or calibrated and no row is for a thing that the demand names or of a
    product whose name's end it says: the scope of a metrology centre is told by instruments. Else nothing."""
    # What follows tells of demands to develop something: people do that, rows only test what comes of it.
    published: int = later()
    """All where the demand is written as platforms publish projects (:mod:`matcher.register`); else nothing."""
    develops: int = later()
    """All where something is to be developed; else nothing, and so are the two that follow."""
    expert_sense: int = later()
    """Likeness of meaning (dense) with the nearest expert."""
    expert_words: int = later()
    """Likewise of words (TF-IDF)."""
    breadth: int = later()
    """How many trades the house serves, thousandths of the logarithm to base 2, 0 … 5700: in a house of many there is
    always something near, and in a small one few rows speak for what it can do."""


class Row(NamedTuple):
    """What is known of one hit beside its judged values, in thousandths."""

    product: int
    parameter: int
    chain: int
    is_kin: bool
    is_expert: bool
    near: Near | None = None
    """How near it is to the matter; ``None``: not asked, or nothing is known beyond."""
    does: bool = False
    """Whether it names the deed of others that is asked for."""
    said: int = 0
    """How much of its product's name the demand says, if it says its parameter."""
    is_for_thing: bool = False
    """Whether it is for a thing that the demand names."""
    is_called: bool = False
    """Whether the demand says the end of its product's name."""
    sense: int = 0
    """How like it is in meaning to the product that the demand tells."""


class Subject(NamedTuple):
    """What the demand's own text tells, whatever is found for it, in thousandths."""

    own: int
    failure: int
    known: Known
    matter: Matter = NOTHING_BEYOND
    asked: Asked = NOTHING_ASKED
    has_thing: bool = False
    """Whether it names a product that the trades know."""
    tells_product: bool = False
    """Whether a product is told, known or not."""
    develops: bool = False
    """Whether something is to be developed."""
    is_published: bool = False
    """Whether it is written as platforms publish projects."""
    errand: int = 0
    """How far its words ask for what no centre does, -1000 … 1000."""


def subject_of(understood: Understanding, wanted: Wanted | None = None) -> Subject:
    """The part of the signs that is the same for every row; ``wanted``: the demand that was understood."""
    failure = max((chain.weight for chain in understood.chains if chain.failure is not None), default=0.0)
    own, known = own_share(understood.clauses, understood.asking), understood.known
    has_thing = bool(understood.called)
    subject = Subject(
        own, round(failure * 1000), known, understood.matter, understood.asked, has_thing, errand=understood.errand
    )
    if wanted is None:
        return subject
    return subject._replace(
        tells_product=bool(wanted.product),
        develops=wanted.service_category == DEVELOPS,
        is_published=is_published(wanted.whole),
    )


def signs_of(
    signals: Sequence[Signal],
    judged: Scores,
    strange: Points,
    rows: Sequence[Row],
    length: int,
    subject: Subject,
    breadth: int = 0,
) -> Signs | None:
    """Signs of n rows: ``judged`` (signals, n) unscaled, ``strange`` (n,), and of the house; ``None``: no row."""
    if not rows:
        return None
    thousandths: list[list[int]] = np.rint(judged * 1000).astype(np.int64).tolist()
    values = {signal.name: mine for signal, mine in zip(signals, thousandths, strict=True)}
    count = len(rows)

    def mean(name: str, of: int = LOOKED_AT) -> int:
        best = sorted(values.get(name, (0,)), reverse=True)[:of]
        return sum(best) // len(best)

    far = strange.tolist()
    is_others = subject.asked.act is not None and not any(row.does for row in rows)
    is_held = any(row.is_for_thing for row in rows)
    is_missed = subject.asked.is_measuring and not is_held and not any(row.is_called for row in rows)
    trade, sense, known = mean("trades/whole"), mean("dense/whole", 1), subject.known
    return Signs(
        trade_mean=trade,
        trade_best3=mean("trades/whole", 3),
        words_trade=mean("tfidf/trade"),
        words_whole=mean("tfidf/whole"),
        sense_best=sense,
        sense_trade=mean("dense/trade"),
        latent_best3=mean("latent/whole", 3),
        product_near=max(row.product * (1000 - away) // 1000 for row, away in zip(rows, far, strict=True)),
        parameter_near=max(row.parameter * (1000 - away) // 1000 for row, away in zip(rows, far, strict=True)),
        chain_best=max(row.chain for row in rows),
        near_share=sum(1000 for away in far if away < NEAR) // count,
        kin_share=sum(1000 for row in rows if row.is_kin) // count,
        expert_share=sum(1000 for row in rows if row.is_expert) // count,
        length=min(length, LONGEST),
        own_share=subject.own,
        known_situation=known.situation,
        known_trade=known.trade,
        known_best3=known.trade_best3,
        strange_share=known.strange,
        failure_best=subject.failure,
        sense_near=sense * trade // 1000,
        known_near=known.trade * trade // 1000,
        strange_far=known.strange * (1000 - trade) // 1000,
        **_beyond(subject, [row.near for row in rows if row.near is not None]),
        act_beyond=1000 if is_others else 0,
        act_unheard=1000 if subject.asked.is_unheard else 0,
        said=0 if is_others else max(row.said for row in rows),
        thing_held=1000 if is_held else 0,
        thing_away=1000 if subject.has_thing and not is_held else 0,
        product_told=1000 if subject.tells_product else 0,
        product_sense=max(row.sense for row in rows),
        measure_away=1000 if is_missed else 0,
        published=1000 if subject.is_published else 0,
        **(_developing(values, rows) if subject.develops else {}),
        breadth=breadth,
    )


def _developing(values: Mapping[str, Sequence[int]], rows: Sequence[Row]) -> dict[str, int]:
    experts = [place for place, row in enumerate(rows) if row.is_expert]

    def most(name: str) -> int:
        return max((values[name][place] for place in experts), default=0) if name in values else 0

    return {
        "develops": 1000,
        "expert_sense": most("dense/whole"),
        "expert_words": most("tfidf/whole"),
    }


def _beyond(subject: Subject, nears: Sequence[Near]) -> dict[str, int]:
    matter = subject.matter
    if matter is NOTHING_BEYOND:
        return {}

    def mean(values: Iterable[int]) -> int:
        nearest = sorted(values, reverse=True)[:NEAREST]
        return sum(nearest) // max(1, len(nearest))

    held = mean(near.beyond for near in nears)
    away = 1000 - held
    told = {
        "beyond_situation": matter.situation,
        "beyond_ahead": matter.ahead,
        "beyond_field": matter.field,
        "beyond_share": matter.share,
        "beyond_votes": matter.votes,
        "beyond_odds": matter.odds,
        "beyond_named": matter.named,
        "beyond_part": matter.part,
        "beyond_lean": matter.lean,
        "errand": (1000 + subject.errand) // 2,
    }
    gated = {name: value * away // 1000 for name, value in told.items()}
    return {
        **gated,
        "inside_field": matter.inside_field,
        "inside_named": matter.inside_named,
        "matter_near": mean(near.whole for near in nears),
        "near_inside": mean(near.inside for near in nears),
        "near_beyond": held,
        "rows_beyond": mean(near.away for near in nears),
        "meaning_near": mean(near.meaning for near in nears),
    }


def weight_of(chains: Sequence[Chain], known_as: str, test: str) -> int:
    """Thousandths of the strongest chain through this wording to this test; 0 where there is none."""
    return next((round(one.weight * 1000) for one in chains if one.test == test and one.known_as == known_as), 0)


def own_share(clauses: Sequence[tuple[Span, bool]], asking: int = 0) -> int:
    """Thousandths of the clauses that are to the point, up to :data:`ENOUGH`; 0 for no clauses.

    Those that only ask for a service are not counted: who ends with 多少钱 says no less.
    """
    return min(ENOUGH, 1000 * sum(is_own for _, is_own in clauses) // max(1, len(clauses) - asking))
