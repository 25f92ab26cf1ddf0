"""YAML → scheme, with every fault explained and its line named.

Numbers are taken as they are written (``0.30`` never passes through a binary float). All faults are reported together,
in the order of the lines: unknown and doubled keys, missing keys, wrong values, doubled ids, counts that do not agree,
weights that do not sum to one, anchors that contradict the direction, limits out of order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import yaml
from pydantic import ValidationError

from evaluation.indicators import Group, Indicator, Linear, Rate
from evaluation.scheme import ROOT, Scheme
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

_LARGEST = 2_000_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]


class SchemeFault(Value):
    """One fault: the ``line`` of the YAML text (from 1), the ``place`` as a path of keys, and what is wrong there."""

    line: int
    place: str
    explanation: Sentence


def load_scheme(text: str) -> Scheme:
    """The scheme written in ``text``. Raises ``InvalidInput`` that names how many faults there are and the first."""
    scheme, faults = read_scheme(text)
    if scheme is None or faults:
        first = faults[0]
        raise InvalidInput(
            "scheme_invalid",
            "评价方案有 {count} 处错误；第 {line} 行 {place}：{explanation}",
            field=first.place,
            count=len(faults),
            line=first.line,
            place=first.place,
            explanation=str(first.explanation),
        )
    return scheme


def read_scheme(text: str) -> tuple[Scheme | None, tuple[SchemeFault, ...]]:
    """The scheme (``None`` when it cannot be built) and all faults, by line."""
    if len(text) > _LARGEST:
        return None, (SchemeFault(line=1, place="", explanation=sentence("文件过大")),)
    reader = _Reader()
    try:
        node = yaml.compose(text, Loader=_LOADER)
        plain = reader.plain(node, ()) if node is not None else None
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        reader.fault((), sentence("不是合法的 YAML：{problem}", problem=str(getattr(fault, "problem", fault))), mark)
        return None, reader.sorted_faults()
    if not isinstance(plain, dict):
        reader.fault((), sentence("文件的最外层要是键和值"))
        return None, reader.sorted_faults()
    _spread_level_scores(plain)
    try:
        scheme = Scheme.model_validate(plain)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            place = tuple(part for part in error["loc"] if part not in ("LIN", "RATE", "YN", "CHK", "LVL", "LIK"))
            reader.fault(place, _explain(error["type"], place, error["msg"]))
        return None, reader.sorted_faults()
    for place, explanation in _contradictions(scheme):
        reader.fault(place, explanation)
    return scheme, reader.sorted_faults()


class _Reader:
    """Walks YAML nodes, remembering the line of every key, and collects faults."""

    def __init__(self) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._faults: list[SchemeFault] = []
        self._walked: set[int] = set()

    def plain(self, node: yaml.Node, place: Path) -> Any:
        """The node as dict, list, text, int, bool or None; floats stay text."""
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.CollectionNode):
            if id(node) in self._walked:  # nested aliases would unfold without end
                self.fault(place, sentence("不能用别名（*）"))
                return None
            self._walked.add(id(node))
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                here = (*place, key)
                if key in found:
                    self.fault(here, sentence("键“{key}”写了两次", key=key), key_node.start_mark)
                self._lines[here] = key_node.start_mark.line + 1
                found[key] = self.plain(value_node, here)
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, number)) for number, item in enumerate(node.value)]
        kind = node.tag.rpartition(":")[2]
        if kind == "int" and node.value.lstrip("+-").isdigit():
            return int(node.value)
        if kind == "bool":
            return node.value.lower() in ("true", "yes", "on")
        return None if kind == "null" else node.value

    def fault(self, place: Path, explanation: Sentence, mark: yaml.Mark | None = None) -> None:
        """Note a fault at this path; its line is that of the path, or of the nearest key around it."""
        known = place
        while known not in self._lines:
            known = known[:-1]
        line = mark.line + 1 if mark else self._lines[known]
        self._faults.append(SchemeFault(line=line, place=_shown(place), explanation=explanation))

    def sorted_faults(self) -> tuple[SchemeFault, ...]:
        """All faults from the top of the file down."""
        return tuple(sorted(self._faults, key=lambda fault: (fault.line, fault.place)))


def _shown(place: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def _spread_level_scores(plain: dict[str, Any]) -> None:
    """``level_scores`` is written once; every LVL rule without points of its own takes it."""
    shared = plain.pop("level_scores", None)
    waiting: list[Any] = [plain.get("elements")]
    while shared is not None and waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, dict):
            rule = here.get("rule")
            if isinstance(rule, dict) and rule.get("kind") == "LVL":
                rule.setdefault("scores", dict(shared) if isinstance(shared, dict) else shared)
            waiting.extend([here.get("groups"), here.get("indicators")])


def _explain(kind: str, place: Path, message: str) -> Sentence:
    key = str(place[-1]) if place else ""
    if kind == "extra_forbidden":
        return sentence("不认识的键“{key}”", key=key)
    if kind == "missing":
        return sentence("缺少“{key}”", key=key)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return sentence("规则的 kind 要是 LIN、RATE、YN、CHK、LVL、LIK 之一")
    return sentence("“{key}”的值不对：{problem}", key=key, problem=message.removeprefix("Value error, "))


def _contradictions(scheme: Scheme) -> Iterator[tuple[Path, Sentence]]:
    """What is well-formed but cannot be right."""
    nodes = list(_nodes(scheme.elements, ("elements",)))
    yield from _doubled_ids(nodes)
    yield from _wrong_counts(scheme)
    yield from _wrong_weights(ROOT, scheme.elements, ("elements",))
    for place, node in nodes:
        if isinstance(node, Indicator):
            yield from _wrong_rule(place, node)
        else:
            yield from _wrong_group(place, node)
    yield from _uneven_depth(scheme)
    yield from _wrong_limits(scheme)
    known = {indicator.id for indicator in scheme.indicators}
    for number, overlap in enumerate(scheme.overlaps):
        for name in overlap.indicators:
            if name not in known:
                yield ("overlaps", number, "indicators"), sentence("没有指标“{id}”", id=name)


def _nodes(groups: Iterable[Group], place: Path) -> Iterator[tuple[Path, Group | Indicator]]:
    for number, group in enumerate(groups):
        here = (*place, number)
        yield here, group
        yield from _nodes(group.groups, (*here, "groups"))
        for leaf, indicator in enumerate(group.indicators):
            yield (*here, "indicators", leaf), indicator


def _doubled_ids(nodes: list[tuple[Path, Group | Indicator]]) -> Iterator[tuple[Path, Sentence]]:
    seen = {ROOT}
    for place, node in nodes:
        if node.id in seen:
            yield (*place, "id"), sentence("编号“{id}”用了两次", id=node.id)
        seen.add(node.id)


def _wrong_counts(scheme: Scheme) -> Iterator[tuple[Path, Sentence]]:
    named = Counter(item for leaf in scheme.indicators for item in leaf.named_in_seed)
    found = {
        "elements": len(scheme.elements),
        "groups": sum(len(element.groups) for element in scheme.elements),
        "indicators": len(scheme.indicators),
        "named_in_seed": len(named),
    }
    for key, count in found.items():
        stated = getattr(scheme.counts, key)
        if stated != count:
            yield ("counts", key), sentence("写的是 {stated}，实有 {count}", stated=stated, count=count)
    for item, times in named.items():
        if times > 1:
            yield ("counts", "named_in_seed"), sentence("原文“{item}”被列了 {times} 次", item=item, times=times)


def _wrong_weights(
    parent: str, children: tuple[Group, ...] | tuple[Indicator, ...], place: Path
) -> Iterator[tuple[Path, Sentence]]:
    given = [child.weight for child in children if child.weight is not None]
    if not given:
        return
    if len(given) < len(children):
        yield place, sentence("“{parent}”之下只有一部分写了权重", parent=parent)
    elif min(given) < 0 or sum(map(Fraction, given)) != 1:
        total = format(sum(given), "f")
        yield place, sentence("“{parent}”之下的权重要不小于 0、和为 1，实为 {total}", parent=parent, total=total)


def _wrong_rule(place: Path, indicator: Indicator) -> Iterator[tuple[Path, Sentence]]:
    rule = indicator.rule
    if isinstance(rule, Linear):
        if rule.zero == rule.full:
            yield (*place, "rule"), sentence("零分点和满分点相同")
        elif (rule.full > rule.zero) != (indicator.direction == "+"):
            yield (*place, "rule"), sentence("零分点、满分点与方向“{direction}”相反", direction=indicator.direction)
        if rule.minimum is not None and rule.maximum is not None and rule.minimum >= rule.maximum:
            yield (*place, "rule"), sentence("最小值不小于最大值")
    elif indicator.direction == "-":
        yield (*place, "direction"), sentence("只有 LIN 可以越小越好")
    if isinstance(rule, Rate) and indicator.kind != "Q":
        yield (*place, "kind"), sentence("比率是定量的")
    quoted = bool(indicator.named_in_seed or indicator.seed_text)
    if quoted != (indicator.mark == "verbatim"):
        yield (*place, "mark"), sentence("标为原文的要引原文，标为推出的不能引")


def _wrong_group(place: Path, group: Group) -> Iterator[tuple[Path, Sentence]]:
    if bool(group.groups) == bool(group.indicators):
        yield place, sentence("“{id}”之下要么是二级指标，要么是指标，而且不能空", id=group.id)
    yield from _wrong_weights(group.id, group.children, place)


def _uneven_depth(scheme: Scheme) -> Iterator[tuple[Path, Sentence]]:
    for number, element in enumerate(scheme.elements):
        depth = 3 if element.groups else 2
        if depth != scheme.levels or any(group.groups for group in element.groups):
            yield ("elements", number), sentence("各要素的层数不一，或多于三层")


def _wrong_limits(scheme: Scheme) -> Iterator[tuple[Path, Sentence]]:
    limits = scheme.stars
    for number, (higher, lower) in enumerate(pairwise(limits)):
        if not (higher.at_least > lower.at_least and higher.stars > lower.stars):
            yield ("stars", number + 1), sentence("星级要从高到低排列")
    if limits[-1].at_least != 0:
        yield ("stars", len(limits) - 1), sentence("最低一级的界限要是 0")
    step = Fraction(1, 10**scheme.decimals)
    for number, limit in enumerate(limits):
        if not 0 <= limit.at_least <= 100 or Fraction(limit.at_least) % step:
            yield ("stars", number), sentence("界限要在 0 与 100 之间，小数位不多于显示值")
