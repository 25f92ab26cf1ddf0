"""What is missing where nobody fits: named as planning needs it, in the demand's words or what the trade makes of it.

Where a deed is asked for that no centre does, that deed is the gap, whatever things and tests stand beside. Else one
gap for each demanded parameter; where none is named, for what is asked for beyond the business where the matter lies
there, else for the test the trade knowledge leads to first – if it recognised the matter: a guess of it is no entry for
planning, then the demand's own wish stands there, after the clause that tells what it is about, or its first words. A
test beyond the business is a guess where the demand shares no two characters with its name.
"""

from __future__ import annotations

from foundation.language import sentence
from foundation.text import bigrams
from matcher.doubt.wishes import own_words, wish_of
from matcher.outcome import Gap
from matcher.query import Wanted
from matcher.task_matches import TaskMatches
from matcher.understood import Beyond, Understood

UNNAMED_SERVICE = "未分类"
LONGEST = 60
"""Characters of the demand that stand for what is missing where neither product nor parameter is certain."""


def unmet(found: TaskMatches, wanted: Wanted) -> tuple[Gap, ...]:
    """The gaps of a demand nobody fits, each parameter once."""
    understood = found.whole.understood
    beyond = found.whole.beyond
    is_beyond = beyond is not None and beyond.field is not None
    trade = beyond.field if beyond is not None and is_beyond else _first("trade", understood)
    known = _asked_for(beyond, wanted) if is_beyond else _recognised(understood, wanted)
    parameters = _done(beyond) or wanted.parameters or known or _wished(beyond, wanted)
    service = wanted.service_category or next((task.service for task in found.tasks), UNNAMED_SERVICE)
    if beyond is not None and beyond.act is not None:
        service = beyond.act
    product = wanted.product or (None if beyond is None else beyond.product)
    gaps = []
    for parameter in dict.fromkeys(parameters) or (None,):
        what = " · ".join(name for name in (product, parameter) if name) if parameter else _own_words(wanted)
        gaps.append(
            Gap(
                service=service,
                product=product,
                parameter=parameter,
                standard=wanted.standards[0] if wanted.standards else None,
                trade=trade,
                reason="nobody",
                says=sentence("没有中心能做“{what}”", what=what),
            )
        )
    return tuple(gaps)


def _done(beyond: Beyond | None) -> tuple[str, ...]:
    return () if beyond is None or beyond.asked is None else (beyond.asked,)


def _asked_for(beyond: Beyond | None, wanted: Wanted) -> tuple[str, ...]:
    """What is asked for beyond the business, where the demand's own words bear it out or say nothing better."""
    if beyond is None or beyond.test is None:
        return ()
    is_guess = not set(bigrams(beyond.test)) & set(bigrams(wanted.whole))
    return _wished(beyond, wanted) if is_guess and wish_of(wanted.whole) else (beyond.test,)


def _wished(beyond: Beyond | None, wanted: Wanted) -> tuple[str, ...]:
    """The demand's own words; runs of before, which knew nothing beyond, say what they said."""
    said = None if beyond is None else own_words(wanted.whole, beyond.words)
    return () if not said else (said,)


def _recognised(understood: tuple[Understood, ...], wanted: Wanted) -> tuple[str, ...]:
    """The likeliest test of a trade, where a failure stands behind it or the demand calls it by its name."""
    test = next((one for one in understood if one.kind == "test"), None)
    if test is None:
        return ()
    is_named = any(name in wanted.whole for name in (test.name, *test.names))
    return (test.name,) if is_named or _first("failure", understood) else ()


def _own_words(wanted: Wanted) -> str:
    return wanted.whole if len(wanted.whole) <= LONGEST else wanted.whole[:LONGEST] + "…"


def _first(kind: str, understood: tuple[Understood, ...]) -> str | None:
    return next((one.name for one in understood if one.kind == kind), None)
