"""Several demands in one message are kept apart; one demand with many points stays one.

Two signs split: words that open another matter ("另外还想…", "第二件事", "需求二：") and numbered points that each
carry their own trouble or request and no common heading. A heading ("主要研究内容包括：1 … 2 …") makes them parts of
one demand.
"""

from __future__ import annotations

import itertools
import re

from intake.grounding import fold

_NUMBER = "[一二三四五六七八九十1-9]"
_OPENS = re.compile(
    rf"(?:^|(?<=[。;!?\n,]))\s{{0,3}}(?:"
    rf"(?:另外|此外|除此之外|除此以外|顺便|对了|再就是|还有就是|同时)(?:,|,?\s?(?:还|也"
    rf"|再))?(?:有?(?:一|另)?(?:个|件)(?:别的|其他)?(?:事|需求|问题|难题)|想(?:问|请|做|申报|咨询"
    rf"|要|找|测|检|委托)|(?:我们?|我司|公司)(?:还|也)(?:想|需要|要|希望|准备|打算|有)|需要(?:检测"
    rf"|申报|研发|找|委托)|问一下|请教|帮(?:我们?|忙)|还想|还要|还需要|也想)"
    rf"|(?:还有|另有|另)(?:一|1)?(?:个|件|项)(?:别的|其他|另外的)?(?:事情?|需求|问题|难题|项目)"
    rf"|第{_NUMBER}(?:个|件|项)?(?:事情?|需求|问题|难题|个事|项目)(?:是|,|:)?"
    rf"|(?:技术)?(?:需求|难题|事项|问题|课题|项目){_NUMBER}[:、.,]"
    rf")"
)
_ITEM = re.compile(r"(?:^|(?<=[\n。;:,]))\s{0,3}(?:[1-9][.、)](?!\d)|[((][1-9一二三四五六][))]|[一二三四五六]、|[①-⑥])")
_ANNOUNCED = re.compile(
    r"(?:几|两|三|四|多)(?:个|件|样)?(?:方面|事|问题|需求|难题)?[^。\n]{0,6}(?:请教|咨询|想问|求助|麻烦|帮忙|请)"
)
_ASKS = re.compile(
    r"裂|断|锈|漏|起泡|变形|脱落|不合格|超标|退货|想|需要|希望|求|请|帮|怎么|如何|检测|报告|申报|申请|招|寻找|解决"
)
_LEAST = 6
"""A part shorter than this many characters is no demand of its own."""


def split(text: str) -> tuple[tuple[int, int], ...]:
    """``[start, end)`` of each demand in the text, in order; one span (the whole text, trimmed) when there is one."""
    folded = fold(text)
    cuts = _cuts(folded.text)
    if not cuts:
        return _whole(text)
    edges = [0, *cuts, len(folded.text)]
    parts = []
    for start, end in itertools.pairwise(edges):
        words = folded.text[start:end]
        if len(words.strip(" \n,;。")) < _LEAST:
            continue
        start += len(words) - len(words.lstrip(" \n,;。"))
        end -= len(words) - len(words.rstrip(" \n,;"))
        parts.append(folded.span(start, end))
    return tuple(parts) if len(parts) > 1 else _whole(text)


def _whole(text: str) -> tuple[tuple[int, int], ...]:
    stripped = text.strip()
    if not stripped:
        return ()
    start = text.index(stripped)
    return ((start, start + len(stripped)),)


def _cuts(text: str) -> list[int]:
    """Where another demand begins."""
    opened = [found.start() for found in _OPENS.finditer(text)]
    numbered = [cut for cut in opened if cut > 0 or len(opened) > 1]
    if numbered:
        return [cut for cut in numbered if cut > 0]
    return _numbered(text)


def _numbered(text: str) -> list[int]:
    """Numbered points that are demands of their own: two to six, announced as several matters, each with a wish."""
    items = [found.start() for found in _ITEM.finditer(text)]
    if not 2 <= len(items) <= 6 or len(text) > 600:
        return []
    lead = text[: items[0]].strip(" \n,;。:")
    if len(lead) > 30 or not _ANNOUNCED.search(lead):
        return []
    edges = [*items, len(text)]
    parts = [text[start:end] for start, end in itertools.pairwise(edges)]
    wishes = sum(_ASKS.search(part) is not None and len(part.strip()) >= 10 for part in parts)
    return items[1:] if wishes == len(parts) else []
