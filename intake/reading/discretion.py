"""What the enterprise says about secrecy: keep it secret, sign an agreement, or free to publish (S0-26)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foundation.secrecy import DEFAULT_LEVEL, Level
from intake.demand import Reading
from intake.reading.statement import Clause, Statement, reading

SECRET, AGREEMENT, OPEN = "保密", "签保密协议", "可公开"

_AGREEMENT = re.compile(
    r"(?:签|签订|签署|有|先签|要签)(?:一?份|个)?(?:技术)?保密(?:协议|合同)|保密协议|NDA", re.IGNORECASE
)
_OPEN = re.compile(
    r"(?:可以?|能|同意|允许|愿意)(?:对外|向社会)?(?:公开|公布|发布)|(?:不|无|没|无需|不用|不需要"
    r"|没有)(?:需|须|必|有|什么)?(?:要求)?保密(?:要求|需要|需求)?|不涉密|不涉及(?:商业)?(?:秘密"
    r"|机密|保密)|公开发布即可"
)
_SECRET = re.compile(
    r"(?:请|需|须|要|要求|必须|务必|注意|严格|全程|一定|务请|希望|麻烦|予以|给予)(?:你们|贵方|中心|各方|帮忙|对外"
    r"|予以|严格|为我们|替我们)*保密|(?:商业|技术)(?:秘密|机密)|(?:不|勿|别|不要|不能|不得|不便"
    r"|不宜|请勿|不想|不愿|不希望)(?:意)?(?:对外|向外|随意)?(?:公开|泄露|外传|外泄|披露|透露|声张"
    r"|发布)|"
    r"(?:配方|图纸|工艺|信息|资料|名称|名字|内容)(?:要|需|需要|须|请|应|都)?(?:严格)?保密"
    r"|保密(?:要求|需求|等级|级别|项目|性)[:为]?(?!无|没|低)|涉密|匿名"
)
_NOT_BEFORE = re.compile(
    r"(?:不用|无需|不需要|不必|没)[^,]{0,4}$|\b(?:no|not|without|don't|do not|doesn't|does not|needn't)\b[^,.;]{0,12}$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r" *(?:就|都)?(?:不用|无需|不需要?|不必)|(?: is| are)?(?: not|n't) (?:needed|required|necessary)"
    r"| (?:is )?unnecessary",
    re.IGNORECASE,
)


def read_confidentiality(statement: Statement, was_asked: bool = False) -> Iterator[Reading]:
    """``保密``, ``签保密协议`` or ``可公开``; at most one, the strictest that is stated."""
    for value, pattern in ((AGREEMENT, _AGREEMENT), (OPEN, _OPEN), (SECRET, _SECRET)):
        for clause in statement.shared:
            found = pattern.search(clause.text)
            if found is None or (value == AGREEMENT and _is_spared(clause, found)):
                continue
            span = clause.start + found.start(), clause.start + found.end()
            yield reading(statement, "confidentiality", value, clause.utterance, *span, "confidentiality")
            return
    if was_asked:
        yield from _short_answer(statement)


def _is_spared(clause: Clause, found: re.Match[str]) -> bool:
    """Whether the agreement is named only to be done without."""
    after = clause.text[found.end() : found.end() + 24]
    return _NOT_BEFORE.search(clause.before(found.start())) is not None or _NOT_AFTER.match(after) is not None


def level_of(value: str | None) -> Level:
    """The level a demand gets: secret when secrecy was asked for, ``internal`` when nothing was said."""
    if value in (SECRET, AGREEMENT):
        return "secret"
    return "public" if value == OPEN else DEFAULT_LEVEL


def _short_answer(statement: Statement) -> Iterator[Reading]:
    """A bare answer to the question whether the matter is secret."""
    for clause in statement.own[:1]:
        words = clause.text.strip()
        if re.match(r"(?:需要|要|是|对|保密|嗯|有)", words):
            value = SECRET
        elif re.match(r"(?:不需要|不用|不要|无|公开|可以|不|没有|否)", words):
            value = OPEN
        else:
            return
        yield reading(statement, "confidentiality", value, clause.utterance, clause.start, clause.end, "answer")
