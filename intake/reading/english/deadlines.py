"""The deadline in an English message, in its own words: ``within three weeks``, ``by the end of May``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.demand import Reading
from intake.reading.roles import Candidate
from intake.reading.statement import Statement, reading

_N = (
    r"(?:\d{1,3}(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
    r"|half an?"
    r"|a couple of"
    r"|a few)"
)
_SPAN = (
    rf"{_N}(?:(?: ?(?:-|to|or) ?){_N})?[ -]?(?:(?:working|business|calendar|natural) )?"
    r"(?:hours?|days?|weeks?|months?|years?|quarters?)(?: and a half)?(?:'s? time| time)?"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:,? ?(?:of )?(?:20\d{2}|this year|next year))?"
_FEAST = (
    r"(?:(?:the )?(?:Chinese|Lunar) New Year|CNY(?= holiday|[ ,.]|$)|(?:the )?Spring Festival|Christmas"
    r"|(?:the )?National Day"
    r"|(?:the )?Golden Week|Easter|New Year(?:'s Day)?|(?:the )?Labou?r Day|Mid-Autumn(?: Festival)?"
    r"|(?:the )?(?:winter|summer|spring|autumn|harvest|monsoon|rainy season|peak season|school year)"
    r"|the (?:\w+ )?(?:fair|exhibition|show|audit|shipment))"
)
_DATE = (
    rf"(?:(?:the )?(?:end|beginning|middle|start|close) of |early |late |mid[- ]|next |this "
    rf"|the first half of |the second half of )?"
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:this|next) month|(?:the )?\d{{1,2}}(?:st|nd|rd"
    rf"|th)?(?: of)? {_MONTH}{_YEAR}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? 20\d{{2}})?|{_MONTH}{_YEAR}"
    rf"|20\d{{2}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?|Q[1-4](?:,? (?:of )?20\d{{2}})?|20\d{{2}}(?: ?Q[1-4])?"
    rf"|(?:next |this |coming )?{_DAY}"
    rf"|(?:the )?(?:this|next|following|coming)? ?(?:week|month|year|quarter)\b|the (?:week|month|year"
    rf"|quarter)|year[- ]end|today|tonight|tomorrow"
    rf"|{_FEAST})"
)
_LATEST = (
    r"(?:by|before|until|till|no later than|not later than|on or before|due(?: on| by)?|prior to|ahead of|by latest)"
)
_DATED = re.compile(
    rf"(?P<when>\b(?:{_LATEST}) (?:the )?{_DATE}(?:'s end)?)"
    rf"|(?P<due>\b(?:deadline|due date|due|latest|delivery|completion|target date|ETA)(?: date)?(?: is"
    rf"|:)? ?(?:by |on |in |before |at )?)(?P<date>(?:the )?{_DATE})"
    rf"|(?P<bare>\b(?:next |this |coming )?{_DAY}(?= (?:latest|at the latest))"
    rf"|{_MONTH} \d{{1,2}}(?!\d)(?= (?:latest|at the latest))"
    rf"|\bon (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|\bin {_MONTH}|\b(?:(?:with)?in )?(?:this"
    rf"|next) (?:week|month|quarter|year)\b|\bwithin (?:the|this"
    rf"|next) (?:week|month|quarter|year)\b|\bby (?:{_DAY})\b|\bin (?:Q[1-4]\b(?:,? (?:of )?20\d{{2}})?"
    rf"|{_MONTH} 20\d{{2}}))",
    re.IGNORECASE,
)
_LONG = re.compile(
    rf"(?P<within>\b(?:within|in under|under|in less than|in no more than|no longer than|not more than"
    rf"|no more than|at most|in(?: the)? next|in about|in|over)"
    rf" (?:the (?:next|coming) |next |max(?:imum)? |about |around |approx(?:imately)?\.? )?{_SPAN})"
    rf"|(?:(?<=[;,.:?!] )|(?<= and )|(?<=^))(?P<alone>{_SPAN})(?=[.;,?] |[.;,?]?$)|(?P<label>\b(?:time"
    rf"|lead time|time frame|timeframe"
    rf"|turnaround(?: time)?|duration|period|timeline|schedule|delivery(?: time)?|deadline|project length"
    rf"|cycle|reports?|results?)"
    rf"(?: (?:is|of|must be|should be|required|needed))?:? ?(?:max(?:imum|\.)? |about |around |is "
    rf"|of )*)(?P<span>(?:(?:with)?in (?:about |around )?)?{_SPAN})",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:after|since|last|past|first|previous|shipped|delivered|rejected|founded|established|ago|warranty"
    r"|lifetime|service life|shelf"
    r"|storage|exposure|samples? (?:are |is )?ready|ready on|reply|respond|answer us|quotation|quote|quot"
    r"|fail(?:s|ed)?|crack(?:s|ed)?|broke|rust(?:s|ed)?"
    r"|peel(?:s|ed)?|payment|net|valid|every|each|was|were|had|lost|came|complain\w*|returned|happens|happened|occurs?|appears?|leak(?:s|ed)?"
    r"|turn(?:s|ed)?|fade[sd]?)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:need|want|must|should|require[ds]?|finish|complete[d]?|report|results?|deliver|certificate|ready"
    r"|please|can you|could you|have to|expected"
    r"|deadline|answer|installed|help|hope|like|plan|target|test|develop|launch|mass production|send|do it"
    r"|done|on site|budget|invest|pay|due|submit|filing|get)\b",
    re.IGNORECASE,
)
_NOT_AN_END = re.compile(
    r" (?:after|of (?:use|storage|exposure|service|operation)|later|old|ago|warranty|salt"
    r"|test(?:ing)? (?:time|duration)|in (?:a|the) (?:salt|chamber|oven)|at \d)"
    r"|-old|-long",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;\n。;!?]")
_CERTAIN = re.compile(r"(?:^|[.,;\n] ?)deadline(?: is)?:? ?$", re.IGNORECASE)
_WINDOW = 90


def read_english_deadlines(statement: Statement) -> Reading | None:
    """The first time an answer says, as written; None without one. A day goes before a span of time."""
    for pattern in (_DATED, _LONG):
        for one in find_english_deadlines(statement, (pattern,)):
            return reading(statement, "deadline", None, one.utterance, one.start, one.end, "deadline")
    return None


def find_english_deadlines(
    statement: Statement, patterns: Sequence[re.Pattern[str]] = (_DATED, _LONG)
) -> Iterator[Candidate]:
    """Every day and span of time of the English words, with what the rules say of it."""
    for utterance in (0, 1):
        text = statement.utterance(utterance).text
        if not re.search(r"[A-Za-z]{3}", text):
            continue
        for pattern in patterns:
            for found in pattern.finditer(text):
                group = _kept(found)
                start, end = found.span(group)
                end -= text[start:end].endswith(".")
                told = {"yes": _is_deadline(text, found, start, end), "english": True, f"by {group}": True}
                told |= {"dated": pattern is _DATED}
                certain = _CERTAIN.search(text[max(start - 24, 0) : start]) is not None
                yield Candidate(
                    utterance, start, end, None, tuple(sign for sign, holds in told.items() if holds), certain
                )


def _kept(found: re.Match[str]) -> str:
    """The group that is the value: a label (``lead time:``) does not belong to it, a preposition does."""
    groups = ("when", "date", "bare") if "when" in found.re.groupindex else ("within", "alone", "span")
    return next(name for name in groups if found[name])


def _is_deadline(text: str, found: re.Match[str], start: int, end: int) -> bool:
    before = text[max(found.start() - _WINDOW, 0) : found.start()]
    before = before[max((one.end() for one in _SENTENCE.finditer(before)), default=0) :]
    after = text[end : end + 40]
    after = after[: next((one.start() for one in _SENTENCE.finditer(after)), len(after))]
    if _NOT_AN_END.match(after) or re.match(r"[\w%]", after):
        return False
    if found["due"] if "due" in found.re.groupindex else (found["label"] or found["alone"]):
        return True
    last_past = max((one.end() for one in _PAST.finditer(before)), default=-1)
    last_wish = max((one.end() for one in _WISH.finditer(before)), default=-1)
    if last_past > last_wish or re.search(r"\b(?:quotation|quote|reply)\b", after, re.IGNORECASE):
        return False
    if re.match(r"in |over |this |next ", text[start:end], re.IGNORECASE):
        return last_wish >= 0 or bool(_WISH.search(after))
    return True
