"""What an enterprise is shown of a first look: who is near, and in plain words when nobody is to be recommended."""

from __future__ import annotations

from api.matching.answers import MatchAnswer, answer_of
from api.matching.finding import judged_for_text, texts_of
from api.wiring import House
from foundation.language import Language

SHOWN = 5


def answer_for(house: House, text: str, language: Language, top: int = 10) -> MatchAnswer:
    """The centres for a text, and whether any of them can be recommended; errors as for any text."""
    judged = judged_for_text(house, text, top)
    return answer_of(judged.found, texts_of(house, judged.found), language, top=SHOWN, outcome=judged)
