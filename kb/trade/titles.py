"""Do two titles name one standard? Editions reword their titles, citations shorten them."""

from __future__ import annotations

import re

from foundation.text import normalise

_WORDS = re.compile(r"[a-z]{4,}")
_NOT_TITLE = re.compile(r"[\W_]+|第\d+部分|第[一二三四五六七八九十]+部分|食品安全国家标准|part")


def same_title(one: str, other: str) -> bool:
    """Whether two titles name one standard, generously: editions reword their titles, citations shorten them.

    Chinese titles must share half of the character pairs of the shorter, English ones two fifths of its words.
    """
    first, second = (_NOT_TITLE.sub("", normalise(title).replace(" ", "")) for title in (one, other))
    chinese = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (first, second)]
    if re.search(r"[\u4e00-\u9fff]", one) and re.search(r"[\u4e00-\u9fff]", other):
        shorter = min(len(pairs) for pairs in chinese)
        return shorter == 0 or len(chinese[0] & chinese[1]) / shorter >= 0.5
    if re.search(r"[\u4e00-\u9fff]", one + other):
        return True  # titles in two languages cannot be compared by their letters
    words = [set(_WORDS.findall(normalise(title))) for title in (one, other)]
    fewest = min(map(len, words))
    return fewest == 0 or len(words[0] & words[1]) / fewest >= 0.4
