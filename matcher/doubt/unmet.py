"""What is missing where nobody fits: named as planning needs it, in the demand's words or what the trade makes of it.

Where a deed is asked for that no centre does, that deed is the gap, whatever things and tests stand beside – unless the
test of a field beyond is asked for all but by name. Else one gap for each parameter that the enterprise stated; where
there is none, for what is asked for beyond the business where the matter lies there, else for the test the trade
knowledge leads to first – if it recognised the matter: a guess of it is no entry for planning, then the demand's own
wish stands there, after the clause that tells what it is about, or its first words. A demand's own title goes before
these; and who asks to have something developed, or publishes a project, lacks that and not the tests it will have to
pass. A product that was only read from the text stands in a gap where it is known to somebody
(:mod:`matcher.doubt.naming`). A demand's own words stand there without the names of who asks: planning reads them.
"""

from __future__ import annotations

from foundation.language import Sentence, sentence
from foundation.text import fold
from kb.trade.naming import own_word
from matcher.doubt.naming import is_asked_for, is_borne_out, product_of, thing_of, unnamed
from matcher.doubt.wishes import in_short, own_words, told_whole, wish_of
from matcher.outcome import Gap
from matcher.query import Wanted
from matcher.register import is_published
from matcher.signs import DEVELOPS
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
    is_new = wanted.service_category == DEVELOPS or (bool(wanted.headline) and is_published(wanted.whole))
    known = () if is_new else _asked_for(beyond, wanted) if is_beyond else _recognised(understood, wanted)
    stated = () if (is_beyond or is_new) and "parameters" in wanted.guessed else wanted.parameters
    certain = _done(beyond, wanted) or stated or known
    parameters = certain or _wished(beyond, wanted)
    service = wanted.service_category or next((task.service for task in found.tasks), UNNAMED_SERVICE)
    if beyond is not None and beyond.act is not None:
        service = beyond.act
    field = None if certain or beyond is None else beyond.title
    is_confirmed = bool(stated) and certain == stated and "parameters" not in wanted.guessed
    wish = _wish_beside(beyond, wanted) if certain and not is_confirmed else None
    told = product_of(beyond, wanted)
    if parameters == (_title(wanted),) and told is not None and not _stands_in(told, wanted.headline):
        told = None  # of what a long demand tells of beside, its title does not speak
    gaps = []
    for parameter in dict.fromkeys(parameters) or (None,):
        product = told or thing_of(parameter, beyond)
        what = _named(product, parameter, beyond) if parameter else _own_words(wanted)
        beside = wish if wish is not None and fold(wish) not in fold(what) else None
        gaps.append(
            Gap(
                service=service,
                product=product,
                parameter=parameter,
                standard=wanted.standards[0] if wanted.standards else None,
                trade=trade,
                field=field,
                wish=beside,
                reason="nobody",
                says=_says(what, field, beside),
            )
        )
    return tuple(gaps)


def _named(product: str | None, parameter: str, beyond: Beyond | None) -> str:
    """Product and parameter, the product once: words of the demand often name it themselves, or by their own word."""
    if product is None:
        return parameter
    word = own_word(product) if beyond is not None and product == beyond.product else product
    return parameter if fold(word) in fold(parameter) else f"{product} · {parameter}"


def _stands_in(product: str, text: str) -> bool:
    return fold(own_word(product)) in fold(text)


def _wish_beside(beyond: Beyond | None, wanted: Wanted) -> str | None:
    """The demand's own words beside a name; runs of before, which knew nothing beyond, say what they said."""
    if beyond is None:
        return None
    return unnamed(own_words(wanted.written, beyond.words)) or None


def _says(what: str, field: str | None, wish: str | None = None) -> Sentence:
    if wish is not None:
        return sentence("没有中心能做“{what}”（原话：{wish}）", what=what, wish=wish)
    if field is None:
        return sentence("没有中心能做“{what}”", what=what)
    return sentence("没有中心能做“{what}”（{field}）", what=what, field=field)


def _done(beyond: Beyond | None, wanted: Wanted) -> tuple[str, ...]:
    if beyond is None or beyond.asked is None:
        return ()
    if beyond.test and is_asked_for(beyond.test, wanted.whole):
        return (beyond.test,)
    return (unnamed(told_whole(beyond.asked, wanted.written)),)


def _asked_for(beyond: Beyond | None, wanted: Wanted) -> tuple[str, ...]:
    """What is asked for beyond the business, where the demand's own words bear it out or say nothing better."""
    if beyond is None or beyond.test is None:
        return ()
    is_guess = not is_borne_out(beyond.test, wanted.whole)
    return _wished(beyond, wanted) if is_guess and wish_of(wanted.written) else (beyond.test,)


def _wished(beyond: Beyond | None, wanted: Wanted) -> tuple[str, ...]:
    """The demand's own words; runs of before, which knew nothing beyond, say what they said."""
    if beyond is None:
        return ()
    said = _title(wanted) or unnamed(own_words(wanted.written, beyond.words))
    return (said,) if said else ()


def _title(wanted: Wanted) -> str:
    return unnamed(in_short(wanted.headline))


def _recognised(understood: tuple[Understood, ...], wanted: Wanted) -> tuple[str, ...]:
    """The likeliest test of a trade, where a failure stands behind it or the demand calls it by its name."""
    test = next((one for one in understood if one.kind == "test"), None)
    if test is None:
        return ()
    is_named = any(name in wanted.whole for name in (test.name, *test.names))
    return (test.name,) if is_named or _first("failure", understood) else ()


def _own_words(wanted: Wanted) -> str:
    return unnamed(wanted.written if len(wanted.written) <= LONGEST else wanted.written[:LONGEST] + "…")


def _first(kind: str, understood: tuple[Understood, ...]) -> str | None:
    return next((one.name for one in understood if one.kind == kind), None)
