"""What a demand asks for in its own words: the rest of the clause after a word of wishing, and what that is about.

``wish_of("家里养的猫总是吐，想查是不是猫瘟。") → "查是不是猫瘟"``. Where neither product nor test is certain, planning
reads the enterprise's words rather than a guess: the wish, or how the demand begins. Of several wishes the first that
asks to have something done or found out counts before one that only tells what is planned (想在河边建个小水电).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from foundation.text import fold

LONGEST = 24
"""Characters of a wish: what follows is told in the demand itself."""
BARE = 3
"""A wish of so few characters (鉴定, 要验收) says what of only together with what stands before it."""

_CLAUSE = re.compile(r"[^，。；;!！?？\n,、：:（）()“”\"…]+")
_WISH = re.compile(
    r"(?:想请人|请人|找人|想找|想要|想请|需要|希望|打算|委托|麻烦|能不能|能否|可否|可以|要求"
    r"|让我们?|叫我们?|谁能|谁来|哪里能|求|(?<![不老没])[想要请需]|帮忙?)"
    r"(?:你们|贵方|贵单位|我们|我|给|帮忙?|重新|尽快|马上|先|再|来|去|找?有资质的|找?正规的地方|找?第三方|做一[次个下份]"
    r"|做个|做)*(?P<wish>\S.+)"
)
_SUSPECTED = re.compile(r"(?:怀疑|疑似|是不是|会不会|担心)(?:是|得了)?(?P<what>[^，。；;!！?？\n,、：:]{2,})")
_DEED = re.compile(
    r"[测检验查鉴评估审诊断量校试算修救探治训译]|分析|比对|认证|调研|辅导|咨询|恢复|还原|复原|弄清|搞清|弄明白|看看|看一?下|看一看"
    r"|核实|是不是|会不会|多少|真假|怎么回事|为什么|什么[病原]|哪一?[年种个]"
)
"""Words for having something done or found out, for somebody who is no judge of what it is called."""
_DOING = re.compile(r"(?:做|出|搞|办)(?:一?[个次份下轮遍]|个)(?P<wish>[^，。；;!！?？\n,、：:]{2,})")
"""Where no word of wishing stands beside it: 预算五万做个市场调研."""
_EMPTY = re.compile(r"^(?:问|谢|联系|回复|告知|多少|报价|急|快|知道多久|等(?!级)|不|着|结论|师傅报个?价)")
"""A wish for an answer is none for a service; neither is what is not wished."""


def wish_of(text: str) -> str | None:
    """The first wish to have something done or found out, else what is to be made, else the first wish, else what is
    suspected; ``None`` where there is none of these."""
    clauses = _CLAUSE.findall(text)
    wishes = [wish for clause in clauses if (wish := _wish_in(clause)) is not None]
    made = [found["wish"].strip()[:LONGEST] for clause in clauses if (found := _DOING.search(clause)) is not None]
    told = [*filter(_DEED.search, wishes), *filter(_DEED.search, made), *wishes]
    if told:
        return told[0]
    suspected = _SUSPECTED.search(text)
    return None if suspected is None else suspected["what"].strip()[:LONGEST]


def _wish_in(clause: str) -> str | None:
    found = _WISH.search(clause)
    if found is None or _EMPTY.match(found["wish"]):
        return None
    wish = found["wish"].strip()
    return wish[:LONGEST] if len(wish) > BARE else clause.strip()[-LONGEST:]


_COURTESY = re.compile(r"^(?:您好|你好|请问|谢谢|老师|各位|大家|在吗|急|求助|hello|hi)*$", re.IGNORECASE)


def first_words(text: str) -> str:
    """How a text begins, courtesies aside: whole clauses, as many as have room."""
    said = ""
    for clause in _CLAUSE.findall(text):
        words = clause.strip()
        if not said and _COURTESY.match(words):
            continue
        if said and len(said) + len(words) + 1 > LONGEST:
            break
        said = f"{said}，{words}" if said else words[:LONGEST]
    return said


def own_words(text: str, telling: Sequence[str] = ()) -> str:
    """The wish, after the first of the ``telling`` clauses that does not hold it; else how the text begins.

    ``own_words("聊天记录被误删了，马上开庭，听说可以恢复", ["聊天记录被误删了"]) → "聊天记录被误删了，恢复"``.
    """
    wish = wish_of(text)
    if wish is None:
        return first_words(text)
    told = (one.strip() for one in telling)
    about = next((one for one in told if fold(wish)[:BARE] not in one and one not in fold(wish)), None)
    return _with_subject(text, wish) if about is None else f"{about}，{wish}"


def _with_subject(text: str, wish: str) -> str:
    """The clause of the wish, where it has room and begins with what the wish is about: 计价器要检定."""
    for clause in map(str.strip, _CLAUSE.findall(text)):
        found = _WISH.search(clause) if wish in clause else None
        if found is not None and found.start() > 1 and len(clause) <= LONGEST:
            return clause
    return wish
