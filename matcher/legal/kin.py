"""Names of one thing: what the trade knowledge says two words have to do with each other, as far as it knows both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from foundation.kept_with import kept_with
from foundation.text import fold, normalise
from kb.trade.kinds import NO_KINDS, Kinds
from kb.trade.lexicon import Concept, ConceptKind, Lexicon


class Known(NamedTuple):
    """A concept that a word ends in, what stands before it in the word, and whether it stands there by its proper name,
    by one of its other names, or by a word beside it that names something else."""

    concept: Concept
    before: str
    is_proper: bool
    is_beside: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the word is a name of the concept's own and nothing more."""
        return not self.before and not self.is_beside


class Kin:
    """Asks the lexicon of a trade and the classes of goods; without concepts and classes it knows nothing of anything.

    ``spoken`` are the proper names of the products that the demand speaks of.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, spoken: Collection[str] = (), kinds: Kinds | None = None
    ) -> None:
        self.lexicon = lexicon or _NOTHING
        self.spoken = frozenset(spoken)
        self._kinds = kinds or NO_KINDS

    def is_spoken(self, name: str) -> bool:
        """Whether the demand speaks of the very product that a squeezed name stands for, under whatever name."""
        return any(one.is_whole and one.concept.zh in self.spoken for one in self.known("product", name))

    def is_named_in(self, text: str) -> bool:
        """Whether a row's text names, anywhere and under whatever name, a product that the demand speaks of, or a kind
        of one."""
        named = _products_named(self.lexicon, text)
        if not self.spoken.isdisjoint(named):
            return True
        return any(self.is_class_of(squeezed(broad), squeezed(one)) for broad in self.spoken for one in named)

    def known(self, kind: ConceptKind, name: str) -> tuple[Known, ...]:
        """The concepts that a squeezed name ends in: the last words say what a thing is (不锈钢 *六角螺栓*)."""
        return _known(self.lexicon, kind, name)

    def is_class_of(self, row: str, name: str) -> bool:
        """Whether ``row`` names a class of goods that a thing of this squeezed name belongs to."""
        group = self._kinds.class_named(row)
        if group is None:
            return False
        if group in self._kinds.classes_of(name):
            return True
        if self._kinds.is_known(name):
            return False  # what the file of classes says of a name itself goes before its synonyms
        # Shop words go under a product's name that are parts of it (热水器内胆): the same last character is asked for.
        proper = [squeezed(one.concept.zh) for one in self.known("product", name) if one.is_whole]
        return bool(proper) and all(
            one[-1] == name[-1] and group in self._kinds.classes_of_synonym(one) for one in proper
        )

    def is_set_apart(self, row: str, name: str) -> bool:
        """Whether ``name`` ends in a word that leads to the row's product and names something else."""
        apart = [one.concept for one in self.known("product", name) if one.is_beside]
        return bool(apart) and any(
            one.concept is other for one in self.known("product", row) if one.is_whole for other in apart
        )

    @property
    def materials(self) -> frozenset[str]:
        """The words for materials that the classes know."""
        return self._kinds.materials

    def is_just(self, row: str, name: str, known: Known) -> bool:
        """Whether a thing that ends in another name of the row's product is that product still: a thing for vehicles
        (汽车空调) need not be, and what the classes tell apart is not."""
        return self._kinds.leaves_be(known.before) and not self._kinds.tells_apart(row, name)

    def speaks_against(self, row: str, name: str) -> bool:
        """Whether ``name``, which ends in ``row``, is known to be another thing all the same: 燃料电池 is no 电池."""
        return self._kinds.speaks_against(row, name)


@kept_with(16_384)
def _known(lexicon: Lexicon, kind: ConceptKind, name: str) -> tuple[Known, ...]:
    found: list[Known] = []
    for mention in lexicon.mentions(name):
        if mention.end != len(name):
            continue
        concepts: Sequence[Concept] = [lexicon.concepts[number] for number in mention.concepts]
        word = name[mention.start :]
        found += [
            Known(one, name[: mention.start], squeezed(one.zh) == word, word in one.beside)
            for one in concepts
            if one.kind == kind
        ]
    return tuple(found)


@kept_with(16_384)
def _products_named(lexicon: Lexicon, text: str) -> frozenset[str]:
    """The proper names of the products that a text names."""
    folded, concepts = fold(text), lexicon.concepts
    named = ((concepts[number], mention) for mention in lexicon.mentions(folded) for number in mention.concepts)
    return frozenset(
        one.zh for one, at in named if one.kind == "product" and folded[at.start : at.end] not in one.beside
    )


@lru_cache(maxsize=16_384)
def squeezed(text: str) -> str:
    """Normalised and without spaces: how names are compared here."""
    return normalise(text).replace(" ", "")


_NOTHING = Lexicon(())
NO_KIN = Kin()
