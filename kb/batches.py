"""Many texts in stretches that fit into memory together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def batches(texts: Sequence[str], characters: int) -> Iterator[tuple[int, int]]:
    """Half-open stretches (begin, end) that cover ``texts`` in order, each of about so many ``characters`` at most.

    A text longer than that stands alone.
    """
    begin, held = 0, 0
    for place, text in enumerate(texts):
        if place > begin and held + len(text) > characters:
            yield begin, place
            begin, held = place, 0
        held += len(text) + 1
    if begin < len(texts):
        yield begin, len(texts)
