"""Classes of goods: what is a kind of what, so that a scope for a class holds for the thing demanded (S2-19, S4-19).

``kb/data/products.yaml`` says which class holds which kinds. A name belongs to a class where it stands there, where it
ends in a name that stands there and what goes before leaves the thing what it is, or where it is an article of the
class's material (塑料 + 饭盒). What goes before decides: 汽车空调 is no household appliance and 食品包装袋 no food, so
words that are not known to be harmless lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from pydantic import Field

from foundation.text import normalise
from foundation.values import Value

OPEN = "…"
"""``…螺栓``: whatever ends so is one."""
SHORTEST = 2
"""A single character (酒, 水) names a class as a whole, but ends too many words."""
_ANYWHERE = ("宠物", "玩具", "模型", "仿真", "模拟", "道具", "虚拟", "废旧", "废弃", "兽用", "动物用", "模具", "二手")
_BEFORE = re.compile(r"(?:[非无不未仿假废旧]|(?<![现当近古年时历])代|人造|植物基|^素)$")
_CODE = (
    r"[0-9a-z][0-9a-z.#%×*/°℃+-]*+"
    r"(?:级|号|型|系列|系|寸|英寸|升|克|毫升|公斤|吨|匹|层|度|目|孔|芯|伏|瓦|千伏)?"
)
_FIRST = re.compile(r"非(?!标|晶|金属|织造)|仿|假|伪|废")
_LETTER = re.compile(r"[a-z0-9]")
_TAIL = re.compile(r"(?<=.)(?:类?产品|类)$")


class WrittenKinds(Value):
    """The file as it stands: ``classes`` from a class to its kinds, and the words that keep or change what a thing is.

    ``apart`` belong to no class though they end like one; ``unlike`` belong elsewhere than they end.
    ``bound`` are classes by material: a kind of them stays one only with these words of material before it.
    """

    classes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    apart: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    made_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    bound: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    articles: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()


def is_turned(before: str) -> bool:
    """Whether the words before a name make another thing of it: 宠物 + 食品, 玩具 + 汽车, 仿 + 皮."""
    return _BEFORE.search(before) is not None or any(word in before for word in _ANYWHERE)


def bare(name: str) -> str:
    """A name as it is compared: folded, without spaces and without the mark of an open one."""
    return normalise(name.lstrip(OPEN)).replace(" ", "")


class Kinds:
    """Asks the classes; every answer is worked out once for each name."""

    def __init__(self, written: WrittenKinds | None = None) -> None:
        self.written = written or WrittenKinds()
        self._found: dict[str, frozenset[str]] = {}

    def class_named(self, name: str) -> str | None:
        """The class that a squeezed name stands for as a whole, 类 and 产品 aside (紧固件产品)."""
        return self._named.get(name) or self._named.get(_TAIL.sub("", name))

    def classes_of(self, name: str) -> frozenset[str]:
        """All classes that a thing of this squeezed name belongs to, that which it names itself among them."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = frozenset(self._look(name))
        return found

    def classes_of_synonym(self, name: str) -> frozenset[str]:
        """The classes of a name that another one goes under; those by material are not sure of the other."""
        return frozenset(self._climb(name, None)) if name in self._parents else frozenset()

    def leaves_be(self, before: str) -> bool:
        """Whether words before a name are known to leave the thing what it is; where no class is known, all that do not
        turn it."""
        if is_turned(before) or _FIRST.match(before):
            return False
        return not self.written.classes or self._plain.fullmatch(before) is not None

    def is_known(self, name: str) -> bool:
        """Whether a squeezed name stands in the file, as a class, a kind or apart."""
        return name in self._parents

    def tells_apart(self, one: str, name: str) -> bool:
        """Whether both names are known and ``name`` does not belong to all that ``one`` belongs to."""
        known = one in self._parents and name in self._parents
        return known and not set(self._climb(one, ())) <= set(self._climb(name, ()))

    def speaks_against(self, broad: str, name: str) -> bool:
        """Whether ``name``, which ends in ``broad``, is known to be another thing: 燃料电池 under 电池, 宠物食品."""
        if is_turned(name[: -len(broad)]) or self._is_cut(name, len(name) - len(broad)):
            return True
        inner = self._ending(name)
        return inner is not None and len(inner) > len(broad) and self.tells_apart(broad, inner)

    def _look(self, name: str) -> Iterator[str]:
        if name in self._parents:
            yield from self._climb(name, ())
        elif (inner := self._ending(name)) is not None and self._is_kept(name, inner):
            words = set(self._material.findall(name[: -len(inner)]))
            yield from self._climb(inner, words if len(words) < 2 else None)  # 玻璃 + 钢 is neither
        if name in self._apart:
            return
        for group, pattern in self._articles.items():
            if (found := pattern.fullmatch(name)) and not is_turned(found[1]) and not self._is_mixed(found[1]):
                yield from self._climb(group, ())

    def _is_kept(self, name: str, inner: str) -> bool:
        """Whether the words before a known name leave the thing what that name says."""
        before = name[: -len(inner)]
        if is_turned(before) or _FIRST.match(before) or self._is_cut(name, len(before)):
            return False
        return inner in self._open or self._plain.fullmatch(before) is not None

    def _is_cut(self, name: str, at: int) -> bool:
        """Whether a thing that stands apart lies across a place: 玻璃钢|管, 塑钢|窗 are no 钢管 and no 钢窗."""
        if name in self._parents:
            return False
        starts = range(max(0, at - self._longest), at)
        return any(name[start:end] in self._apart for start in starts for end in range(at + 1, len(name)))

    def _is_mixed(self, before: str) -> bool:
        """钢塑料…, 木塑料…: two materials in one are of neither."""
        return before.endswith((*"钢铝铜铁木纸竹棉胶塑麻布", *self.written.materials))

    def _ending(self, name: str) -> str | None:
        """The longest known name that ``name`` ends in, whole words of Latin letters only."""
        places = range(max(0, len(name) - self._longest), len(name) - SHORTEST + 1)
        return next((name[at:] for at in places if name[at:] in self._parents and not _in_word(name, at)), None)

    def _climb(self, name: str, words: Collection[str] | None) -> Iterator[str]:
        """All classes above a name, itself first where it is one; ``words`` of material bar classes of another
        material, ``None`` all classes by material."""
        seen: set[str] = set()
        above = [self._named[name]] if name in self._named else list(self._parents.get(name, ()))
        while above:
            one = above.pop()
            if one not in seen and self._admits(one, words):
                seen.add(one)
                yield one
                above += self._parents.get(one, ())

    def _admits(self, group: str, words: Collection[str] | None) -> bool:
        allowed = self._bound.get(group)
        return allowed is None or (words is not None and allowed.issuperset(words))

    @cached_property
    def materials(self) -> frozenset[str]:
        """The words for materials, as they are compared."""
        return frozenset(map(bare, self.written.materials))

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """Every name of a class → its first name."""
        also = ((bare(one), bare(group)) for group, names in self.written.also.items() for one in names)
        return {**dict(also), **{bare(group): bare(group) for group in self.written.classes}}

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        """Every known name → the classes that it stands under."""
        above: dict[str, list[str]] = {bare(one): [] for one in self.written.apart}
        above |= {name: [] for name in self._named}
        for group, kinds in self.written.classes.items():
            for kind in kinds:
                name = bare(kind)
                above.setdefault(self._named.get(name, name), []).append(bare(group))
        return {name: tuple(groups) for name, groups in above.items()}

    @cached_property
    def _apart(self) -> frozenset[str]:
        return frozenset(map(bare, self.written.apart))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._parents), default=0)

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(bare(kind) for kinds in self.written.classes.values() for kind in kinds if kind[0] == OPEN)

    @cached_property
    def _bound(self) -> Mapping[str, frozenset[str]]:
        held = {**self.written.made_of, **self.written.bound}
        return {bare(group): frozenset(map(bare, words)) for group, words in held.items()}

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        words = _any(*self.written.plain, *self.written.materials)
        return re.compile(rf"(?>{words}|{_CODE})*+")

    @cached_property
    def _material(self) -> re.Pattern[str]:
        return re.compile(_any(*self.written.materials))

    @cached_property
    def _articles(self) -> Mapping[str, re.Pattern[str]]:
        article = _any(*self.written.articles)
        return {
            bare(group): re.compile(rf"(.*?(?<![a-z]))(?:{_any(*words)})料?(?:{article})")
            for group, words in self.written.made_of.items()
        }


def _in_word(name: str, at: int) -> bool:
    """Whether a place lies within a Latin word: TPE料 is no PE料."""
    return at > 0 and _LETTER.match(name[at - 1]) is not None and _LETTER.match(name[at]) is not None


def _any(*words: str) -> str:
    """A pattern for one of these words, the longest first; one that matches nothing where there are none."""
    return "|".join(re.escape(one) for one in sorted(map(bare, words), key=len, reverse=True)) or r"(?!)"


NO_KINDS = Kinds()
