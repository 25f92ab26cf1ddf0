"""What is wrong with the classes of goods: circles, names that nobody wrote, one name for two classes."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.language import Sentence, sentence
from kb.trade.kinds import OPEN, SHORTEST, WrittenKinds, bare

Fault = tuple[str, Sentence]
"""The entry and what is wrong with it."""


def faults_of_kinds(written: WrittenKinds) -> Iterator[Fault]:
    """All faults, in the order of the file."""
    groups = {bare(group): tuple(map(bare, kinds)) for group, kinds in written.classes.items()}
    for name in (*written.also, *written.made_of, *written.bound):
        if bare(name) not in groups:
            yield name, sentence("没有这个产品类别")
    yield from _twice(written)
    yield from _circles(groups)
    yield from _undecided(written, groups)


def _twice(written: WrittenKinds) -> Iterator[Fault]:
    """A name of two classes, of a class and a kind, of a kind and a thing apart; a kind written twice."""
    owners = {bare(group): group for group in written.classes}
    for group, names in written.also.items():
        for name in map(bare, names):
            other = owners.setdefault(name, group)
            if other != group or name == bare(group):
                yield group, sentence("“{name}”同时是“{other}”的名称", name=name, other=other)
    kinds = {bare(kind): group for group, kinds in written.classes.items() for kind in kinds}
    for group, names in written.also.items():
        for name in map(bare, names):
            if name in kinds:
                yield group, sentence("别名“{name}”又写作“{other}”的下位产品", name=name, other=kinds[name])
    for group, held in written.classes.items():
        bares = list(map(bare, held))
        for name in sorted({one for one in bares if bares.count(one) > 1}):
            yield group, sentence("“{name}”写了两次", name=name)
    for name in written.apart:
        if bare(name) in kinds or bare(name) in owners:
            yield name, sentence("既在产品类别里，又写作不属于任何类别")


def _circles(groups: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    """A class that is broader than itself, at once or by way of others."""
    for group in groups:
        seen: set[str] = set()
        below = list(groups[group])
        while below:
            one = below.pop()
            if one not in seen:
                seen.add(one)
                below += groups.get(one, ())
        if group in seen:
            yield group, sentence("上位产品成了自己的下位产品")


def _undecided(written: WrittenKinds, groups: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    """A name that ends like a class or an open kind without being one of it: a person must say whether it is."""
    open_kinds = [(bare(kind), group) for group, held in written.classes.items() for kind in held if kind[0] == OPEN]
    ends = {**{group: group for group in groups if len(group) >= SHORTEST}, **dict(open_kinds)}
    above: dict[str, set[str]] = {}
    for group, held in groups.items():
        for kind in held:
            above.setdefault(kind, set()).add(group)
    decided = set(map(bare, written.unlike))
    for name in sorted(decided - set(above) - set(groups)):
        yield name, sentence("没有这个产品类别")
    for name in dict.fromkeys(one for one in (*groups, *above) if one not in decided):
        known = _all_above(name, above)
        like = [ends[name[at:]] for at in range(1, len(name) - SHORTEST + 1) if name[at:] in ends]
        for group in like:
            if bare(group) not in known:
                yield name, sentence("按字面像“{group}”的一种，却没有写在它下面", group=group)


def _all_above(name: str, above: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    left = list(above.get(name, ()))
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            left += above.get(one, ())
    return seen
