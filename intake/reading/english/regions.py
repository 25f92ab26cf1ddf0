"""The region in an English message: where the writer says to be, in the writer's words (``Shantou, Guangdong``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from intake.demand import Reading
from intake.lexicon import Lexicon, data
from intake.reading.roles import Candidate
from intake.reading.statement import Statement, reading

_SYLLABLE = r"(?:[zcsZCS]h|[bpmfdtnlgkhjqxzcsrywBPMFDTNLGKHJQXZCSRYW])?[aeiou]{1,3}(?:ng|n|r)?(?![aeiou])"
_DISTRICT = rf"(?=[A-Z])(?:{_SYLLABLE}){{2,3}}\b(?! (?:Co\b|Ltd|Limited|Inc|Technology|Group))"
_TAIL = re.compile(
    rf"(?: (?:City|Province|SAR|(?:[A-Z][a-z]+ )?(?:District|County|New Area|Industrial Park"
    rf"|Development Zone|Economic Zone|Free Trade Zone)|{_DISTRICT}))"
)
_JOINT = re.compile(r"(?:, ?| |\(| \()$")
_CAPITALS = r"[A-Z][a-zü]+(?:[ -][A-Z][a-z]+)?(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)?"
_LOCATED = re.compile(
    rf"\b[Ww]e(?: are|'re)(?: \w+){{0,5}}? (?:located|based|situated|headquartered) in (?:the )?(?:(?:city"
    rf"|town|north|south|east|west) of )?(?P<place>{_CAPITALS})"
)
_OWN = re.compile(
    r"(?:(?:\b(?:[Ww]e|I)(?: are|'re|'m| am| were|'ve been|have been)?|[Cc]ompany|[Ff]actory|[Pp]lant"
    r"|[Mm]ill|[Ww]orkshop|[Ff]irm|[Mm]anufacturer|[Pp]roducer"
    r"|[Ss]upplier of [\w ]{2,30}|[Mm]aker|HQ|[Hh]eadquarters?|[Hh]ead office|[Oo]ffice|[Ll]ocated|[Bb]ased"
    r"|[Ss]ituated|[Hh]eadquartered|[Pp]roduction|[Ss]ite|[Bb]usiness|team)"
    r"(?: (?:is|are|was|has been))?(?: (?:currently|now|all|both|also))?"
    r"(?: (?:located|based|situated|headquartered|set up|a|an|the|small|medium|large|family"
    r"|[a-z-]+)){0,8}? ?(?:in|at|from|of|near|outside)(?: the)?(?: city of)? ?"
    r"|[Ll]ocation:? ?|[Aa]ddress:? ?(?:[\w., ]{0,40}, ?)?|[Rr]egion:? ?|[Bb]ased in (?:the )?"
    r"|\b[Ff]rom (?:the )?|[Hh]ere in (?:the )?|[Hh]eadquarters?: ?|HQ: ?|(?:[Ff]actory|[Pp]lant|[Cc]ompany"
    r"|[Ww]e) ?\()$"
)
_GREETING = re.compile(r"(?:(?:[Rr]egards|[Tt]hanks|[Ss]incerely|[Gg]reetings from|[Cc]heers)[^.]{0,30}[, \n]|\()$")
_AFTER = re.compile(
    r",? ?(?:-?based\b|(?:factory|plant|company|mill|workshop|manufacturer|producer|maker|SME|enterprise|here\b))"
)
_NOT_OURS = re.compile(
    r"\b(?:customers?|clients?|buyers?|suppliers?|distributors?|dealers?|ship(?:ped|ping)?|export(?:ed|s"
    r"|ing)?|deliver(?:ed|y)? to|sell(?:ing)?|sold|fair|exhibition|subsidiary"
    r"|agents?|imported|bought|visit(?:ed)?|port|university|institute|lab(?:oratory)?|retailer|importer"
    r"|partner|project|tower|bridge|installed|competitors?|sales office|end user|bank|raw materials?|made)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?: [A-Z][\w&-]*){0,4} (?:Co\b|Ltd|Limited|Inc\b|University|Institute|Group|Technology|Hospital"
    r"|College|Port\b|port\b|customs|Laboratory|Exchange)"
)
_SENTENCE = re.compile(r"(?<!No)(?<!Co)(?<!Ltd)[.!?](?=\s|$)|[;\n。;!?]")
_CERTAIN = re.compile(r"(?:^|[.,;\n] ?)(?:Location|Region|Address):? ?$")
_WINDOW = 90


def read_english_regions(statement: Statement, was_asked: bool = False) -> Reading | None:
    """The place of an answer, or a town no list knows that is said to be the writer's own; None without one."""
    text = statement.body.text
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    if was_asked and (places := _places(text)):
        return reading(statement, "region", None, 0, *places[0], "region")
    if found := _LOCATED.search(text):
        return reading(statement, "region", None, 0, *found.span("place"), "region")
    return None


def find_english_regions(statement: Statement) -> Iterator[Candidate]:
    """Every place of the English words, with what the rules say of it."""
    text = statement.body.text
    places = _places(text) if re.search(r"[A-Za-z]{3}", text) else []
    for start, end in places:
        if _NAME.match(text[end : end + 60]):
            continue
        before = text[max(start - _WINDOW, 0) : start]
        told = {"yes": _is_own(text, start, end, len(places) == 1), "english": True, "only": len(places) == 1}
        told |= {"located": _OWN.search(before) is not None, "theirs": _NOT_OURS.search(before[-30:]) is not None}
        certain = _CERTAIN.search(before[-24:]) is not None
        yield Candidate(0, start, end, None, tuple(sign for sign, holds in told.items() if holds), certain)


def _places(text: str) -> list[tuple[int, int]]:
    """``[start, end)`` of places in capitals, a town joined with its district and province."""
    places: list[tuple[int, int]] = []
    for found in _lexicon().find(text):
        if not text[found.start].isupper():
            continue
        end = found.end
        if places and found.start < places[-1][1]:
            places[-1] = places[-1][0], max(end, places[-1][1])
            continue
        while tail := _TAIL.match(text, end):
            end = tail.end()
        joined = places and re.fullmatch(r", ?| ", text[places[-1][1] : found.start])
        if joined:
            places[-1] = places[-1][0], end
        else:
            places.append((found.start, end))
    return places


def _is_own(text: str, start: int, end: int, only: bool) -> bool:
    before = text[max(start - _WINDOW, 0) : start]
    before = before[max((one.end() for one in _SENTENCE.finditer(before)), default=0) :]
    after = text[end : end + 40]
    if _NAME.match(after):
        return False
    others = [one.end() for one in _NOT_OURS.finditer(before)]
    ours = re.compile(r"\b(?:we|our|us|I)\b", re.IGNORECASE)
    own_word = max((one.end() for one in ours.finditer(before)), default=-1)
    located = _OWN.search(before)
    if others and others[-1] > own_word and not re.search(r"(?:based|located|situated) in $", before):
        return False
    if re.search(r"\b(?:to|for|via|through|by)(?: the)? $", before):
        return False
    if located:
        return not others or others[-1] <= max(own_word, located.start() + 8)
    if own_word >= 0 and not others and re.search(r"\b(?:in|from|at)(?: the)? $", before):
        return True
    if only and re.search(r"(?:^|[.,;!?\n]) ?$", text[max(start - 2, 0) : start]) and re.match(r"[.,;\n]|$", after):
        return True
    signed = not re.search(r"\w", text[end:].replace("China", "", 1)[:20]) and _GREETING.search(
        text[max(start - 50, 0) : start]
    )
    if signed:
        return True
    return (
        not before.strip()
        or re.search(r"\b(?:an?|our|the|this is|small|local)(?: [a-z]+){0,2} $", before, re.IGNORECASE) is not None
    ) and (_AFTER.match(after) is not None)


@cache
def _lexicon() -> Lexicon:
    regions: dict[str, str] = data("regions_english")
    kinds = {place: province for province, line in regions.items() for place in line.split()}
    return Lexicon(kinds | {province: province for province in regions})
