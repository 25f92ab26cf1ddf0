"""The budget in an English message, in its own words: ``around USD 3,000``, ``no more than 20k RMB``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.demand import Reading
from intake.reading.roles import Candidate
from intake.reading.statement import Statement, reading

_CURRENCY = (
    r"(?:US\$|HK\$|A\$|[$€£¥]|\b(?:USD|RMB|CNY|EUR|GBP|HKD|JPY|AUD|US dollars|yuan|renminbi|dollars?|euros?|pounds?)\b)"
)
_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|eighty|half a|a)"
_NUMBER = (
    rf"(?:(?<![\w.,])\d[\d,]{{0,14}}(?:\.\d{{1,4}})?(?: ?(?:k|m|mn|w|million|thousand|hundred)\b)?"
    rf"|\b{_WORD}(?: hundred)?(?: thousand| million| hundred))"
)
_ONE = rf"(?:{_CURRENCY} ?)?{_NUMBER}(?: ?{_CURRENCY})?"
_SUM = re.compile(rf"(?<![A-Za-z]-)(?P<low>{_ONE})(?: ?(?:-|~|to|and) ?(?P<high>{_ONE}))?", re.IGNORECASE)
_MONEY = re.compile(_CURRENCY, re.IGNORECASE)
_SCALED = re.compile(r"\d ?(?:k|m|mn|w)\b|million|thousand", re.IGNORECASE)
_NOT_MONEY = re.compile(
    r" ?(?:%|pcs|pieces|units|sets|samples|hours?\b|h\b|days?\b|weeks?\b|months?\b|years?\b|items|mm|kg"
    r"|tons?\b|t\b|cycles"
    r"|°|MPa|Hz|V\b|W\b|people|workers|employees|employees|models|colou?rs|customers|parts|batch|g\b|L\b|ppm|meters|m2)",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"budget|spend|\bcosts? (?:of )?(?:around|about|approx)|(?:would|will|can|could|happy to|willing to"
    r"|ready to|prepared to|to|'d|'ll) (?:pay|invest|offer|go up to|cover)"
    r"|willing to|invest(?:ment)? (?:up to|of|is|about|around)|afford|cost (?:cap|limit|ceiling)"
    r"|price (?:cap|limit|ceiling)"
    r"|fund(?:s|ing|ed)?\b|money|allocat|set(?:ting)? aside|earmark|reserved?\b|fees? (?:of|up to|is|around"
    r"|about|below|under)"
    r"|expenditure|capped|cap of|ceiling|limit(?:ed)? (?:to|of|is)|spending|bounty|reward|in total"
    r"|total (?:cost|price|fee)"
    r"|we have (?:about |around |some )?(?=[$€£¥\d]|RMB|USD|CNY|EUR)|up to|at most|max(?:imum|\.)?\b"
    r"|target (?:cost|price) (?:for|of) the"
    r"|(?:no|not) (?:more|above|over|exceeding)|not exceed|less than|below|under|within|not above|approved",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:up to|at most|max(?:imum|\.)?|(?:no|not) (?:more|above|over|exceeding)[^,;]*|less than|below|under"
    r"|within|in total)$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"turnover|sales|revenue|claim|loss(?:es)?\b|lost|penalt|fined?\b|registered capital|capital of"
    r"|already (?:spent|paid|invested)"
    r"|last year|quoted|quotation of|bought|cost us|costs us|worth|order|value|unit price|price (?:of|per)"
    r"|selling|sells?\b|sold"
    r"|exports? of|output|profit|compensat|refund|deduct|earn|asset|invested|spent|paid\b|per (?:piece|unit"
    r"|ton|year|month)"
    r"|annual(?:ly)?|every year|save|savings|deposit|shipment",
    re.IGNORECASE,
)
_EACH = re.compile(
    r" ?(?:/ ?[A-Za-z]|per\b|each\b|a (?:piece|pc|unit|year|month|day|ton|sample|set)\b|apiece|turnover"
    r"|in (?:sales|revenue|turnover|losses|claims)"
    r"|annual|registered|loss|claim|order|(?:worth )?of (?:goods|products|sales))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<!approx)(?<!max)(?<!incl)[.!?](?=\s|$)|[;\n。;!?]")
_OPEN = re.compile(
    r"(?:budget|price|money|fee|cost|funding)s?\b[^.;\n]{0,16}?(?P<words>negotiable|to be (?:discussed"
    r"|agreed|negotiated)"
    r"|(?:can|could|may) be discussed|let's discuss|open to discussion|tbd)",
    re.IGNORECASE,
)
_CERTAIN = re.compile(r"(?:^|[.,;\n] ?)(?:total |project |our )?budget(?: is)?: ?$", re.IGNORECASE)
_WINDOW = 60


def read_english_money(statement: Statement, was_asked: bool = False) -> Reading | None:
    """What an English answer says; ``面议`` where the budget is left to a talk; None without either."""
    for utterance in (1, 0):
        text = statement.utterance(utterance).text
        if not re.search(r"[A-Za-z]{3}", text):
            continue
        if was_asked:
            for found in _SUM.finditer(text):
                if _is_budget(text, found, was_asked) and not _is_elsewhere(statement, utterance, found.start()):
                    return reading(statement, "budget", None, utterance, *found.span(), "money")
        if opened := _OPEN.search(text):
            return reading(statement, "budget", "面议", utterance, *opened.span("words"), "money")
    return None


def find_english_budgets(statement: Statement) -> Iterator[Candidate]:
    """Every sum of the English words, with what the rules say of it."""
    for utterance in (1, 0):
        text = statement.utterance(utterance).text
        if not re.search(r"[A-Za-z]{3}", text):
            continue
        for found in _SUM.finditer(text):
            before = text[max(found.start() - 32, 0) : found.start()]
            in_money, scaled = _MONEY.search(found[0]) is not None, _SCALED.search(found[0]) is not None
            after = text[found.end() : found.end() + 24]
            if not in_money and (_NOT_MONEY.match(after) or re.match(r"[\w%-]", after)):
                continue
            named = re.search(r"budget[^\d]{0,24}$", before, re.IGNORECASE) is not None
            if not (in_money or scaled or named):
                continue
            told = {"yes": _is_budget(text, found, False), "in money": in_money, "labelled": named, "english": True}
            told |= {"each": _EACH.match(after) is not None}
            certain = _CERTAIN.search(before) is not None and (in_money or scaled) and not told["each"]
            start = found.start() + found[0].startswith(" ")
            signs = tuple(sign for sign, holds in told.items() if holds)
            yield Candidate(utterance, start, found.end(), None, signs, certain)


def _is_budget(text: str, found: re.Match[str], was_asked: bool) -> bool:
    before = text[max(found.start() - _WINDOW, 0) : found.start()]
    before = before[max((end.end() for end in _SENTENCE.finditer(before)), default=0) :]
    after = text[found.end() : found.end() + 24]
    in_money = _MONEY.search(found[0]) is not None
    latin = sum(c.isascii() and c.isalpha() for c in before) * 2 > len(before.strip())
    if not in_money and (_NOT_MONEY.match(after) or re.match(r"[\w%-]", after)):
        return False
    if re.match(r" ?in total", after) and _MONEY.search(before):
        return True
    if not (in_money or _SCALED.search(found[0]) or re.search(r"budget[^\d]{0,24}$", before, re.IGNORECASE)):
        return False
    if was_asked:
        return True
    intents = list(_INTENT.finditer(before))
    strong = [one.end() for one in intents if not _WEAK.fullmatch(one[0])]
    if not intents or not (latin or not before.strip()) or (not in_money and not strong):
        return (
            bool(re.match(r" ?(?:budget|max\b|maximum|at most|in total|or less|tops)", after, re.IGNORECASE))
            and in_money
        )
    other = max((one.end() for one in _OTHER.finditer(before)), default=-1)
    if other > max(strong, default=0 if other > 0 else -1):
        return False
    return _EACH.match(after) is None


def _is_elsewhere(statement: Statement, utterance: int, at: int) -> bool:
    """Whether the words stand in a passage on the enterprise or on what it has already."""
    inside = [one for one in statement.clauses if one.utterance == utterance and one.start <= at < one.end]
    return any(one.role in ("company", "basis") for one in inside)
