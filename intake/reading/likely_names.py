"""The likeliest name of a demand's product, by what was learned from labelled messages: shaped like a name, or none."""

from __future__ import annotations

import re

from intake.reading.agreeing import best_agreed
from intake.reading.learned import span_weights
from intake.reading.name_shape import is_name
from intake.reading.spans import Describing, Span, nothing, spans, surroundings
from intake.reading.statement import Statement

_GRAMMAR_NAMES = 2.0
"""How much it speaks against there being no product (log odds) that the grammar names one."""
_NO_NAME = re.compile(
    r"(?:员|老师|师傅|工程师|专家|经理|主任|司机|工人|顾客|业主|物业|老板)$|^(?:时[候侯]|之后|以后)|几点|什么|怎么|多少"
    r"|哪[里个儿]|\b(?i:technicians?|engineers?|operators?|inspectors?|employees?|workers?|staff)$"
)
"""Who is to be trained or asked is no product; nor is a moment or a question."""
_TRIES = 8
"""So many of the best are looked at: below them nothing is likely any more."""


def likeliest(statement: Statement, ruled: str | None) -> Span | None:
    """The stretch that is likeliest to be taken for the name; None when that is none at all.

    ``ruled``: the name by the grammar, if it found one. What is no name by its shape is passed over, and the next best
    must still be likelier than no name: to ask is better than to show half a sentence.
    """
    around, weights = surroundings(statement, ruled), span_weights()
    describing = Describing(around, weights.trade)
    found = [span for span in spans(around) if _NO_NAME.search(span.text) is None and not _cuts_our_house(span)]
    scores = [weights.score(describing.features(span)) for span in found]
    none = weights.score(nothing(around)) - (_GRAMMAR_NAMES if ruled else 0.0)
    for _ in range(_TRIES):
        place = best_agreed([span.text for span in found], scores, none)
        if place is None:
            return None
        best = found[place]
        if best.text.lower() in weights.trade.names or is_name(best.clause.text, best.start, best.end):
            return best
        del found[place], scores[place]
    return None


def _cuts_our_house(span: Span) -> bool:
    """``我们家…`` means *ours*: a name does not begin inside it."""
    return span.text[0] == "家" and span.clause.text[max(span.start - 1, 0) : span.start] in ("们", "我", "咱")
