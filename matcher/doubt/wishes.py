"""What a demand asks for in its own words: the rest of the clause after a word of wishing.

``wish_of("家里养的猫总是吐，想查是不是猫瘟。") → "查是不是猫瘟"``. Where neither product nor test is certain, planning
reads the enterprise's words rather than a guess: the wish, or how the demand begins.
"""

from __future__ import annotations

import re

LONGEST = 24
"""Characters of a wish: what follows is told in the demand itself."""
BARE = 3
"""A wish of so few characters (鉴定, 要验收) says what of only together with what stands before it."""

_CLAUSE = re.compile(r"[^，。；;!！?？\n,、：:（）()“”\"…]+")
_WISH = re.compile(
    r"(?:想请人|请人|找人|想找|想要|想请|需要|希望|打算|委托|麻烦|能不能|能否|可否|可以|要求|(?<![不老没])[想要请需]|帮忙?)"
    r"(?:你们|贵方|贵单位|我们|我|给|帮忙?|重新|尽快|马上|先|再|来|做一[次个下份]|做个|做)*(?P<wish>\S.+)"
)
_SUSPECTED = re.compile(r"(?:怀疑|疑似|是不是|会不会|担心)(?:是|得了)?(?P<what>[^，。；;!！?？\n,、：:]{2,})")
_EMPTY = re.compile(r"^(?:问|谢|联系|回复|告知|多少|报价|急|快|知道多久|等|不|着|结论)")
"""A wish for an answer is none for a service; neither is what is not wished."""


def wish_of(text: str) -> str | None:
    """The first wish that says something, else what is suspected; ``None`` where there is neither."""
    for clause in _CLAUSE.findall(text):
        found = _WISH.search(clause)
        if found is None or _EMPTY.match(found["wish"]):
            continue
        wish = found["wish"].strip()
        return wish[:LONGEST] if len(wish) > BARE else clause.strip()[-LONGEST:]
    suspected = _SUSPECTED.search(text)
    return None if suspected is None else suspected["what"].strip()[:LONGEST]


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
