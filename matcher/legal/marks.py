"""The mark that the report must carry: what is asked for, and what the certificate behind a row can give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foundation.language import sentence
from foundation.values import Value
from kb.passages import ScopeFacts
from matcher.legal.finding import Finding

_KINDS = {
    "CMA": r"(?<![a-z])c\.?m\.?a(?![a-z])|资质认定|计量认证|(?<![a-z])ma(?=标志|标识|标|章)",
    "CNAS": r"(?<![a-z])cnas(?![a-z])|(?<![a-z])ilac(?![a-z])|实验室认可|国家认可|认可委|认可(?:标识|标志|章)",
}
_OTHERS = re.compile(
    r"(?<![a-z])(catl|cal|a2la|nvlap|dakks|ukas|kolas|cqc|ccc|dilac|hoklas|iecee|cbtl)(?![a-z])"
    r"(?=[^,，。;；]{0,6}(?:章|标|认可|认证|资质|报告|证书))"
)
"""Marks that a certificate of CMA or CNAS does not give."""
_WHICH = re.compile(
    r"(?:没|不)(?:弄|搞)?清楚?[^,，。;；]{0,4}(?:cma|cnas|章|标志)|(?:cma|cnas)还是(?:cma|cnas)|(?:哪[一]?[种个]|什么|啥)(?:样的?)?(?:章|标志|标识|资质|认证)"
)
_REFUSED = re.compile(r"(?:不(?:需要?|用|要|必|带|盖|含)|无需|没有?|免)[^,，。;；]{0,6}$")
_WAIVED = re.compile(
    r"^(?:章|标志|标识|的|报告|资质|认可|认证|我们)*(?:都|也)?(?:无所谓|有没有|没有也|不要也|不要求|不需要|不用|没关系|不重要|就?不必|可有可无)"
)
"""Behind a mark: it need not be there (CNAS 有没有没关系)."""
_WITHOUT_IT_NOTHING = re.compile(r"[^,，。;；]{0,8}(?:不收|不认|不行|不算|不要|不给|不能|无效|作废|退回|打回)")
"""Behind a mark that is refused: nothing is any use without it (没有 CMA 的报告不收)."""
_WISHED = re.compile(r"最好(?:也|能|再|还)?(?:有|带|要|加)?$|如果?(?:能)?有$")
"""Before a mark: it would be nice and is not demanded."""
_EITHER = re.compile(r"或者?|任一|都(?:可以|行)|均可")
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")


class AskedMarks(Value):
    """``kinds`` in the order CMA, CNAS; ``is_either``: one of them will do; ``others``: marks that neither of them
    gives; ``is_open``: the enterprise asks which mark it needs."""

    kinds: tuple[str, ...] = ()
    is_either: bool = False
    others: tuple[str, ...] = ()
    is_open: bool = False


def asked_marks(answers: Sequence[str], text: str) -> AskedMarks:
    """What was answered when asked for the mark, else what the folded ``text`` demands; 不需要 CMA demands nothing."""
    spoken = [answer.lower() for answer in answers] or [clause[0] for clause in _CLAUSE.finditer(text)]
    kinds: list[str] = []
    is_either = False
    for clause in spoken:
        here = [kind for kind, words in _KINDS.items() if _demands(clause, words)]
        kinds += here
        is_either |= len(here) > 1 and _EITHER.search(clause) is not None
    others = [
        found[1].upper()
        for clause in spoken
        for found in _OTHERS.finditer(clause)
        if not _REFUSED.search(clause[: found.start()])
    ]
    return AskedMarks(
        kinds=tuple(kind for kind in _KINDS if kind in kinds),
        is_either=is_either,
        others=tuple(dict.fromkeys(others)),
        is_open=any(_WHICH.search(clause) for clause in spoken),
    )


def _demands(clause: str, words: str) -> bool:
    """Whether a clause names a mark and neither refuses nor waives it nor only wishes for it."""
    return any(
        (not _REFUSED.search(before := clause[: found.start()]) or _WITHOUT_IT_NOTHING.match(clause[found.end() :]))
        and not _WISHED.search(before)
        and not _WAIVED.match(clause[found.end() :])
        for found in re.finditer(words, clause)
    )


def look(facts: ScopeFacts | None, asked: AskedMarks) -> tuple[Finding, ...]:
    """Nothing when the certificate gives the mark; another certificate never gives it."""
    return (*_beside(asked), *_of_certificate(facts, asked))


def _beside(asked: AskedMarks) -> Iterator[Finding]:
    """What no certificate of a row decides."""
    if asked.others:
        told = sentence("报告要带 {asked}，附表只说明 CMA、CNAS：请向中心核对", asked="、".join(asked.others))
        yield Finding("to_check", told)
    if asked.is_open:
        yield Finding("to_check", sentence("您问报告要带哪种标志：请先确认用途再定"))


def _of_certificate(facts: ScopeFacts | None, asked: AskedMarks) -> tuple[Finding, ...]:
    held = facts.qualification if facts is not None else None
    if asked.is_open:
        return ()
    if held is None or not asked.kinds or (held in asked.kinds and (asked.is_either or len(asked.kinds) == 1)):
        return ()
    if held in asked.kinds:
        other = next(kind for kind in asked.kinds if kind != held)
        told = sentence("这一行只有 {held}，您还要 {asked}：请看中心的其他行", held=held, asked=other)
        return (Finding("to_check", told),)
    asks = "、".join(asked.kinds)
    return (Finding("other_mark", sentence("报告要带 {asked} 标志，这一行只有 {held}", asked=asks, held=held)),)
