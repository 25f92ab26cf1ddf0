"""What is wrong with the acts: one word for two of them, or for an act and a thing."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.language import Sentence, sentence
from foundation.text import fold
from kb.trade.acts import WrittenActs


def faults_of_acts(written: WrittenActs) -> Iterator[tuple[str, Sentence]]:
    """The entry and what is wrong with it, in the order of the file."""
    things: set[str] = set()
    for thing in written.things:
        if fold(thing) in things:
            yield thing, sentence("“{name}”写了两次", name=thing)
        things.add(fold(thing))
    owners: dict[str, str] = {}
    for act in written.acts:
        for name in (*act.matters, *act.says, *act.says_en):
            other = owners.setdefault(fold(name), act.act)
            if other != act.act or fold(name) in things:
                yield act.act, sentence("“{name}”同时是“{other}”的名称", name=name, other=other)
