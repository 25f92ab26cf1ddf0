"""Letters that a scanner or a hurried hand put for figures: ``GB/T 29O47``, ``4月2O日``, ``ll月20日``."""

from __future__ import annotations

import re

_ZERO = re.compile(r"(?<=\d)[Oo](?=\d|\s?[日号月年])")
_ONE = re.compile(r"(?<![A-Za-z])[lI]{1,2}(?=\d?[月日号])|(?<=\d)[lI](?=\d|[月日号])")


def figures_mended(text: str) -> str:
    """The text with figures where only figures can stand; as long as before, so that places stay."""
    if not re.search(r"\d[OolI]|[lI]\d?[月日号]", text):
        return text
    return _ONE.sub(lambda found: "1" * len(found[0]), _ZERO.sub("0", text))
