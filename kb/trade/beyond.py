"""What a text is about, also where that lies beyond the business of inspection centres (B18).

Fields beyond are compiled as a trade of their own that stands beside the trades and never among them: no row is found
by it and no score is changed. A text is compared with both sides alike, so that each likeness stands beside the other.
"""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.kept_with import kept_with
from foundation.text import bigrams, fold
from kb.trade.asked import NOTHING_ASKED, Asked
from kb.trade.naming import meant, names_in
from kb.trade.recognition import SHARPNESS
from kb.trade.situations import Likeness, tokens_of

if TYPE_CHECKING:
    from kb.lexical_index import LexicalView
    from kb.trade.compiled import Trade

NEIGHBOURS = 12
"""So many known messages, the nearest of both sides together, vote."""
FAINTEST_SHARE = 0.02
"""A share of a field that is less is left out."""
LONGEST_WORDS, QUOTED = 24, 2
"""Characters of a clause that is quoted, and how many are."""
ALONE = 0.25
"""A field beyond is fairly sure where the next belongs less than so much to the text: of messages left out three of
four such fields were right – many of the others are neighbours – and of all fields one of two."""
LEAST = 500
"""From this sum on – of the field's share and a quarter of the odds – a text is about something beyond."""


EVEN, LEANING, FAINTEST = 500, 50, 1e-9
"""What leans to neither side; how much each power of e of the odds counts; a share that counts as none."""


class Matter(NamedTuple):
    """What a text is about, on both sides; in whole thousandths. All nothing where nothing beyond is known."""

    situation: int = 0
    """Likeness to the message beyond that a clause is most like."""
    inside_situation: int = 0
    """The same of the trades."""
    field: int = 0
    """Likeness to what is written of the likeliest field beyond; words that nobody knows take from it."""
    inside_field: int = 0
    votes: int = 0
    """How many of the nearest known messages lie beyond, the nearer the more."""
    odds: int = 0
    """How much commoner its words are beyond than in the trades; 500 for even."""
    named: int = 0
    """Share of its characters that are names of what is known beyond only."""
    inside_named: int = 0
    part: int = 0
    """How much of what it belongs to lies beyond."""
    fields: tuple[tuple[str, float], ...] = ()
    """How much it belongs to each field of either side: a direction of length 1."""
    beyond: str | None = None
    """The field beyond that it belongs to most."""
    product: str | None = None
    """What is asked about, by the text's own word for it; after its name where the word shares nothing with that."""
    test: str | None = None
    """What is asked for, where that is fairly sure."""
    words: tuple[str, ...] = ()
    """The clauses that speak most of what lies beyond, as the text words them; at most two, the most telling first."""
    title: str | None = None
    """The plain name of the field beyond, where no other of them is half as likely."""
    things: tuple[str, ...] = ()
    """The products of the trades that the text names."""
    lean: int = 0
    """How far it leans beyond by what its words mean (:mod:`kb.trade.discriminant`); 500 for even."""
    meaning: tuple[float, ...] = ()
    """How much it belongs to each field of either side by that, together 1; nothing where no word is known."""

    @property
    def share(self) -> int:
        """What of the two likenesses, to a field beyond and to a trade, lies beyond."""
        return 1000 * self.field // max(1, self.field + self.inside_field)

    @property
    def ahead(self) -> int:
        """How much liker it is to a message beyond than to any situation of a trade."""
        return max(0, self.situation - self.inside_situation)

    @property
    def is_beyond(self) -> bool:
        """Whether it is rather about something beyond than about any trade."""
        return self.share + self.odds // 4 >= LEAST


NOTHING_BEYOND = Matter()


class Near(NamedTuple):
    """How near a text of a centre is to a matter, in whole thousandths."""

    whole: int = 0
    """To all that the matter belongs to, on both sides."""
    inside: int = 0
    """To what of the matter belongs to the trades."""
    beyond: int = 0
    """To what of the matter lies beyond: much only where the centre holds that very field."""
    away: int = 0
    """How much of the text itself lies beyond, whatever the matter."""
    meaning: int = 0
    """To the matter by what words mean on either side."""


NOWHERE = Near()


def matter_of(text: str, spans: Sequence[tuple[int, int]], trade: Trade, inside: Likeness, outside: Likeness) -> Matter:
    """``text`` folded; ``inside``, ``outside``: of its clauses with the trades' situations, and with those beyond."""
    beyond = trade.beyond
    if beyond is None or not beyond.situations.every:
        return NOTHING_BEYOND
    away = outside.table
    home = inside.table * trade.telling
    generic = inside.table[:, trade.situations.generic_from :].max(axis=1, initial=0.0)
    most = np.maximum(home.max(axis=1, initial=0.0), away.max(axis=1))
    named = trade.names_something(text, spans) | beyond.names_something(text, spans)
    asks = trade.situations.is_asking(inside, most, named)
    heard = (most >= generic) & ~asks
    heard = heard if heard.any() else np.ones(len(spans), bool)
    told = _without(text, spans, asks) if asks.any() and not asks.all() else text
    own = " ".join(text[begin:end] for (begin, end), is_heard in zip(spans, heard.tolist(), strict=True) if is_heard)
    near, inside_near = away[heard].max(axis=0), home[heard].max(axis=0, initial=0.0)
    likeness = joint_likeness(own, trade)
    profile, border = joint_profile(likeness, trade), len(trade.fields.names)
    shares = {name: share for name, share in profile if name in beyond.fields.number}
    names = names_in(own, beyond.lexicon, trade.lexicon)
    product, test = meant(names, near, beyond, shares)
    meaning = meaning_of(told, beyond)
    return Matter(
        situation=_thousandths(near.max()),
        inside_situation=_thousandths(inside_near.max(initial=0.0)),
        field=_thousandths(likeness[border:].max()),
        inside_field=_thousandths(likeness[:border].max(initial=0.0)),
        votes=_votes(near, inside_near),
        odds=_odds(told, beyond.prose.odds),
        named=names.away,
        inside_named=names.home,
        part=_thousandths(sum(shares.values()) / (sum(share for _, share in profile) or 1.0)),
        fields=profile,
        beyond=max(shares, key=lambda name: (shares[name], name), default=None),
        product=product,
        test=test,
        words=_words(text, [span for span, is_heard in zip(spans, heard.tolist(), strict=True) if is_heard], beyond),
        title=_title(shares, beyond),
        things=names.things,
        lean=lean_of(meaning, border),
        meaning=meaning,
    )


def _without(text: str, spans: Sequence[tuple[int, int]], asks: NDArray[np.bool_]) -> str:
    """A text without the clauses that only ask for a service."""
    return " ".join(
        text[begin:end] for (begin, end), is_asking in zip(spans, asks.tolist(), strict=True) if not is_asking
    )


def meaning_of(folded: str, beyond: Trade) -> tuple[float, ...]:
    """How much a text belongs to each field of either side by what its words mean; empty where nothing is known."""
    shares = None if beyond.by_meaning is None else beyond.by_meaning.shares(folded)
    return () if shares is None else tuple(shares.tolist())


def lean_of(shares: Sequence[float], border: int) -> int:
    """The odds of lying beyond, :data:`LEANING` thousandths for each power of e; ``border``: the first field beyond."""
    if not shares:
        return EVEN
    inside, outside = (max(sum(side), FAINTEST) for side in (shares[:border], shares[border:]))
    return min(1000, max(0, EVEN + round(LEANING * math.log(outside / inside))))


def _title(shares: Mapping[str, float], beyond: Trade) -> str | None:
    likeliest = sorted(shares, key=lambda name: (-shares[name], name))
    if not likeliest or (len(likeliest) > 1 and shares[likeliest[1]] >= ALONE * shares[likeliest[0]]):
        return None
    return beyond.titles.get(likeliest[0])


class Nearness:
    """How near texts of centres are to what a text is about and asks for, on whichever side of the business it lies."""

    def __init__(
        self, trade: Trade | None = None, matter: Matter = NOTHING_BEYOND, asked: Asked = NOTHING_ASKED
    ) -> None:
        self._trade, self._fields, self._act = trade, dict(matter.fields), asked.act
        self._meaning = direction(matter.meaning)
        beyond = () if trade is None or trade.beyond is None else trade.beyond.fields.names
        self._beyond = frozenset(beyond)
        self._lengths = tuple(
            math.sqrt(sum(share * share for name, share in matter.fields if (name in self._beyond) is is_beyond)) or 1.0
            for is_beyond in (False, True)
        )

    def does(self, text: str) -> bool:
        """Whether a centre says that it does what is asked for; never where that is no deed of others."""
        return self._trade is not None and self._act is not None and self._act in self._trade.acts.named(fold(text))

    def of(self, text: str) -> Near:
        """Cosines; nothing where either belongs to no field."""
        if self._trade is None or not self._fields:
            return NOWHERE
        both, away = [0.0, 0.0], 0.0
        for name, share in _profile_of(self._trade, text):
            is_beyond = name in self._beyond
            both[is_beyond] += share * self._fields.get(name, 0.0)
            away += share * share if is_beyond else 0.0
        home, off = self._lengths
        inside, beyond = both
        return Near(
            _thousandths(inside + beyond),
            _thousandths(inside / home),
            _thousandths(beyond / off),
            _thousandths(math.sqrt(away)),
            _thousandths(sum(map(operator.mul, self._meaning, _meaning_of_row(self._trade, text)))),
        )


@kept_with(16_384)
def _profile_of(trade: Trade, text: str) -> tuple[tuple[str, float], ...]:
    """Of a row: the same rows are found again and again."""
    return joint_profile(joint_likeness(fold(text), trade), trade)


@kept_with(16_384)
def _meaning_of_row(trade: Trade, text: str) -> tuple[float, ...]:
    return () if trade.beyond is None else direction(meaning_of(text, trade.beyond))


def direction(shares: Sequence[float]) -> tuple[float, ...]:
    """Of length 1; nothing for nothing."""
    length = math.sqrt(sum(share * share for share in shares))
    return tuple(share / length for share in shares)


NOWHERE_NEAR = Nearness()


def joint_likeness(folded: str, trade: Trade) -> NDArray[np.float64]:
    """(trades and fields beyond,) how like a text is to what is written of each; unknown words take from it."""
    tokens = Counter(tokens_of(folded))
    in_order = sorted(tokens.items())

    def of(side: Trade) -> NDArray[np.float64]:
        worth = side.fields.weights * side.breadth * share_known(in_order, side.fields.view)
        return np.asarray(side.fields.view.scores(tokens) * worth, np.float64)

    return np.concatenate([of(side) for side in (trade, trade.beyond) if side is not None])


def joint_profile(likeness: NDArray[np.float64], trade: Trade) -> tuple[tuple[str, float], ...]:
    """The fields of both sides a text belongs to, as a direction of length 1; nothing for none."""
    most = likeness.max(initial=0.0)
    if most <= 0:
        return ()
    shares = (likeness / most) ** SHARPNESS
    shares /= np.linalg.norm(shares)
    beyond = () if trade.beyond is None else trade.beyond.fields.names
    names = (*trade.fields.names, *beyond)
    return tuple((name, share) for name, share in zip(names, shares.tolist(), strict=True) if share >= FAINTEST_SHARE)


def share_known(tokens: Sequence[tuple[str, int]], view: LexicalView) -> float:
    """How much of a text's weight is known to a view; an unknown token weighs as the rarest.

    ``tokens``: each with how often it stands, in the order in which they add up.
    """
    number_of, idf_of, rarest = view.terms.get, view.idf.item, view.rarest
    known = whole = 0.0
    for token, times in tokens:
        number = number_of(token)
        weight = rarest if number is None else idf_of(number)
        if times > 1:
            weight *= 1 + math.log(times)
        whole += weight * weight
        if number is not None:
            known += weight * weight
    return math.sqrt(known / whole) if whole else 0.0


def _words(folded: str, spans: Sequence[tuple[int, int]], beyond: Trade) -> tuple[str, ...]:
    """The clauses whose pairs of characters are together the commonest beyond; the first of several before."""
    odds = beyond.prose.odds
    clauses = [folded[begin:end].strip() for begin, end in spans]
    spoken = {one: sum(odds.get(pair, 0.0) for pair in sorted(set(bigrams(one)))) for one in clauses}
    told = sorted((one for one in spoken if spoken[one] > 0), key=lambda one: -spoken[one])
    return tuple(one[:LONGEST_WORDS] for one in told[:QUOTED])


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


def _thousandths(value: float) -> int:
    return min(1000, max(0, round(float(value) * 1000)))
