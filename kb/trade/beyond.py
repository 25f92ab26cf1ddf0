"""What a text is about, also where that lies beyond the business of inspection centres (B18).

Fields beyond are compiled as a trade of their own that stands beside the trades and never among them: no row is found
by it and no score is changed. A text is compared with both sides alike, so that each likeness stands beside the other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import bigrams, fold
from kb.trade.recognition import SHARPNESS
from kb.trade.situations import Likeness, tokens_of

if TYPE_CHECKING:
    from kb.lexical_index import LexicalView
    from kb.trade.compiled import Trade
    from kb.trade.lexicon import Lexicon

NEIGHBOURS = 12
"""So many known messages, the nearest of both sides together, vote."""
EVEN = 500
"""Thousandths for a text whose words are as common on the one side as on the other."""
LEAST_LIKE, LEAST_TEST = 0.3, 0.5
"""A message less like this names nothing; nor does one so much less like than the best."""
FAINTEST = 0.02
"""A share of a field that is less is left out."""


class Matter(NamedTuple):
    """What a text is about, on both sides; likenesses in whole thousandths."""

    situation: int = 0
    """To the message beyond that a clause is most like."""
    inside_situation: int = 0
    """The same of the trades."""
    whole: int = 0
    """To the message beyond that the whole text is most like."""
    inside_whole: int = 0
    field: int = 0
    """To what is written of the likeliest field beyond; words that nobody knows take from it."""
    inside_field: int = 0
    votes: int = 0
    """How many of the known messages nearest to the whole lie beyond, the nearer the more."""
    odds: int = EVEN
    """How much commoner its words are beyond than in the trades."""
    named: int = 0
    """Share of its characters that are names of what is known beyond only."""
    inside_named: int = 0
    fields: tuple[tuple[str, float], ...] = ()
    """How much it belongs to each field of either side, a direction of length 1."""
    product: str | None = None
    """What is asked about, in the words of the likeliest field beyond."""
    tests: tuple[str, ...] = ()


NOTHING_BEYOND = Matter()


def matter_of(
    text: str, spans: Sequence[tuple[int, int]], trade: Trade, inside: Likeness, encoded: NDArray[np.float32] | None
) -> Matter:
    """``text`` folded; ``inside``: of its clauses with the trades' situations; ``encoded`` (clauses, d)."""
    beyond = trade.beyond
    if beyond is None or not beyond.situations.every:
        return NOTHING_BEYOND
    clauses = [text[begin:end] for begin, end in spans]
    away = beyond.situations.compare(clauses, encoded).table
    home = inside.table * trade.telling
    generic = inside.table[:, trade.situations.generic_from :].max(axis=1, initial=0.0)
    heard = np.maximum(home.max(axis=1, initial=0.0), away.max(axis=1, initial=0.0)) >= generic
    heard = heard if heard.any() else np.ones(len(clauses), bool)
    own = " ".join(clause for clause, is_heard in zip(clauses, heard.tolist(), strict=True) if is_heard)
    near, inside_near = away[heard].max(axis=0, initial=0.0), home[heard].max(axis=0, initial=0.0)
    of_fields = joint_likeness(own, trade)
    count = len(trade.fields.names)
    named, inside_named = _named(own, beyond.lexicon, trade.lexicon)
    return Matter(
        situation=_thousandths(near.max(initial=0.0)),
        inside_situation=_thousandths(inside_near.max(initial=0.0)),
        field=_thousandths(of_fields[count:].max(initial=0.0)),
        inside_field=_thousandths(of_fields[:count].max(initial=0.0)),
        votes=_votes(near, inside_near),
        odds=_odds(text, beyond.prose.odds),
        named=named,
        inside_named=inside_named,
        fields=joint_profile(of_fields, trade),
    )


class Nearness:
    """How near texts of centres are to the matter of a text: of one field, on whichever side it lies."""

    def __init__(self, trade: Trade | None = None, matter: Matter = NOTHING_BEYOND) -> None:
        self._trade, self._fields = trade, dict(matter.fields)

    def of(self, text: str) -> int:
        """Thousandths, a cosine; 0 where either belongs to no field."""
        if self._trade is None or not self._fields:
            return 0
        theirs = joint_profile(joint_likeness(fold(text), self._trade), self._trade)
        return _thousandths(sum(share * self._fields.get(name, 0.0) for name, share in theirs))


NOWHERE_NEAR = Nearness()


def joint_likeness(folded: str, trade: Trade) -> NDArray[np.float64]:
    """(trades and fields beyond,) how like a text is to what is written of each; unknown words take from it."""
    tokens = Counter(tokens_of(folded))
    sides = [side for side in (trade, trade.beyond) if side is not None]
    return np.concatenate(
        [
            side.fields.view.scores(tokens) * side.fields.weights * side.breadth * _share_known(tokens, side.fields.view)
            for side in sides
        ]
    )


def joint_profile(likeness: NDArray[np.float64], trade: Trade) -> tuple[tuple[str, float], ...]:
    """The fields of both sides a text belongs to, as a direction of length 1; nothing for none."""
    most = likeness.max(initial=0.0)
    if most <= 0:
        return ()
    shares = (likeness / most) ** SHARPNESS
    shares /= np.linalg.norm(shares)
    beyond = () if trade.beyond is None else trade.beyond.fields.names
    names = (*trade.fields.names, *beyond)
    return tuple((name, share) for name, share in zip(names, shares.tolist(), strict=True) if share >= FAINTEST)


def _share_known(tokens: Mapping[str, int], view: LexicalView) -> float:
    """How much of a text's weight is known to a view; an unknown token weighs as the rarest."""
    rarest, known, whole = float(view.idf.max(initial=1.0)), 0.0, 0.0
    for token in sorted(tokens):
        number = view.terms.get(token)
        weight = (1 + math.log(tokens[token])) * (rarest if number is None else float(view.idf[number]))
        whole += weight * weight
        known += 0.0 if number is None else weight * weight
    return math.sqrt(known / whole) if whole else 0.0


def _votes(away: NDArray[np.float32], home: NDArray[np.float32]) -> int:
    both = np.concatenate((away, home)).astype(np.float64)
    least = np.partition(both, -NEIGHBOURS)[-NEIGHBOURS] if len(both) > NEIGHBOURS else 0.0
    weights = np.where(both >= least, both, 0.0) ** 2
    return _thousandths(weights[: len(away)].sum() / weights.sum()) if weights.any() else 0


def _odds(folded: str, odds: Mapping[str, float]) -> int:
    """The mean of its distinct tokens' odds as a share: 500 for even ones."""
    pairs = sorted(set(bigrams(folded)))
    mean = sum(odds.get(pair, 0.0) for pair in pairs) / max(1, len(pairs))
    return round(1000 / (1 + math.exp(-2 * mean)))


def _named(folded: str, beyond: Lexicon, trades: Lexicon) -> tuple[int, int]:
    """Shares of the characters that are names on either side; what both name is the trades'."""
    home, away = [False] * len(folded), [False] * len(folded)
    for lexicon, marks in ((trades, home), (beyond, away)):
        for mention in lexicon.mentions(folded):
            marks[mention.start : mention.end] = [True] * (mention.end - mention.start)
    every = max(1, len(folded))
    only = sum(is_away and not is_home for is_away, is_home in zip(away, home, strict=True))
    return 1000 * only // every, 1000 * sum(home) // every


def _thousandths(value: float) -> int:
    return min(1000, max(0, round(float(value) * 1000)))
