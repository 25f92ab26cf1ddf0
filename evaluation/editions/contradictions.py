"""What is well-formed in a scheme file but cannot be right.

Works on the plain content and expects nothing of it, so that a misspelt key does not hide a wrong sum: every check
looks at what is there and passes over what the form already refuses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from evaluation.exact import parse
from foundation.language import Sentence, sentence

Path = tuple[str | int, ...]
Fault = tuple[Path, Sentence]
_ROOT = "T"
_WORDED = {
    "id", "version", "title", "english", "source", "name", "measure", "unit", "clause", "label", "note", "outcome",
    "method", "incomplete", "said",
}  # fmt: skip


def contradictions(plain: dict[str, Any]) -> Iterator[Fault]:
    """Every contradiction of a scheme with points."""
    nodes = list(_nodes(plain.get("elements"), ("elements",)))
    yield from _empty_words(plain, ())
    yield from _wrong_version(plain)
    yield from doubled_ids(((place, node) for place, node, _ in nodes), {_ROOT})
    yield from _wrong_counts(plain, nodes)
    yield from _wrong_weights(_ROOT, items(plain.get("elements")), ("elements",))
    for place, node, is_leaf in nodes:
        if is_leaf:
            yield from _wrong_rule(place, node)
            yield from _wrong_quotation(place, node)
        else:
            yield from _wrong_group(place, node, bool(_whole(plain.get("open_slots"))))
    yield from _uneven_depth(plain)
    yield from _wrong_limits(plain)
    yield from _wrong_shares(plain)
    yield from _wrong_cycle(plain)
    vetoes = [(("vetoes", number), veto) for number, veto in enumerate(items(plain.get("vetoes")))]
    yield from doubled_ids(iter(vetoes), set())
    known = {node.get("id") for _, node, is_leaf in nodes if is_leaf}
    for number, overlap in enumerate(items(plain.get("overlaps"))):
        for name in _list(overlap.get("indicators")):
            if name not in known:
                yield ("overlaps", number, "indicators"), sentence("没有指标“{id}”", id=str(name))


def checklist_contradictions(plain: dict[str, Any]) -> Iterator[Fault]:
    """Every contradiction of a checklist."""
    yield from _empty_words(plain, ())
    yield from _wrong_version(plain)
    yield from _wrong_cycle(plain)
    sections: list[tuple[Path, dict[str, Any]]] = [
        (("sections", number), section) for number, section in enumerate(items(plain.get("sections")))
    ]
    nodes: list[tuple[Path, dict[str, Any]]] = []
    for place, section in sections:
        nodes.append((place, section))
        nodes += [((*place, "items", number), item) for number, item in enumerate(items(section.get("items")))]
    yield from doubled_ids(iter(nodes), set())
    checks = [item for _, section in sections for item in items(section.get("items"))]
    yield from _counted(plain, {"sections": len(sections), "items": len(checks)})
    for place, node in nodes:
        check = node.get("check")
        if isinstance(check, dict):
            percent = _whole(check.get("percent"))
            if percent is not None and not 0 < percent <= 100:
                yield (*place, "check", "percent"), sentence("百分数要在 1 与 100 之间")
            yield from _doubled_words((*place, "check", "parts"), check.get("parts"))


def items(value: object) -> list[dict[str, Any]]:
    """The mappings of a list, or none; wrong members are kept as empty ones, so that numbers stay places."""
    return [item if isinstance(item, dict) else {} for item in _list(value)]


def doubled_ids(nodes: Iterator[tuple[Path, dict[str, Any]]], seen: set[str]) -> Iterator[Fault]:
    """Ids that stand twice, at the second place."""
    for place, node in nodes:
        name = node.get("id")
        if not isinstance(name, str):
            continue
        if name in seen:
            yield (*place, "id"), sentence("编号“{id}”用了两次", id=name)
        seen.add(name)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> Fraction | None:
    whole = _whole(value)
    return Fraction(whole) if whole is not None else parse(value) if isinstance(value, str) else None


def _nodes(groups: object, place: Path) -> Iterator[tuple[Path, dict[str, Any], bool]]:
    """Every group and indicator with its path, from the top of the file down."""
    for number, group in enumerate(items(groups)):
        here = (*place, number)
        yield here, group, False
        yield from _nodes(group.get("groups"), (*here, "groups"))
        for leaf, indicator in enumerate(items(group.get("indicators"))):
            yield (*here, "indicators", leaf), indicator, True


def _empty_words(node: object, place: Path) -> Iterator[Fault]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _WORDED and (value is None or (isinstance(value, str) and not value.strip())):
                yield (*place, key), sentence("“{key}”是空的", key=key)
            else:
                yield from _empty_words(value, (*place, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _empty_words(value, (*place, number))


def _wrong_version(plain: dict[str, Any]) -> Iterator[Fault]:
    version = plain.get("version")
    if isinstance(version, str) and version.strip() and not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield ("version",), sentence("版本号要写成 1.0.0 的样子")


def _wrong_counts(plain: dict[str, Any], nodes: list[tuple[Path, dict[str, Any], bool]]) -> Iterator[Fault]:
    named = Counter(str(item) for _, leaf, _ in nodes for item in _list(leaf.get("named_in_seed")))
    leaves = sum(is_leaf for _, _, is_leaf in nodes)
    yield from _counted(
        plain,
        {
            "elements": len(items(plain.get("elements"))),
            "groups": sum(len(items(element.get("groups"))) for element in items(plain.get("elements"))),
            "indicators": leaves + (_whole(plain.get("open_slots")) or 0),
            "named_in_seed": len(named),
        },
    )
    for item, times in named.items():
        if times > 1:
            yield ("counts", "named_in_seed"), sentence("原文“{item}”被列了 {times} 次", item=item, times=times)


def _counted(plain: dict[str, Any], found: dict[str, int]) -> Iterator[Fault]:
    stated = plain.get("counts")
    for key, count in found.items():
        number = _whole(stated.get(key, 0 if key == "named_in_seed" else None)) if isinstance(stated, dict) else None
        if number is not None and number != count:
            yield ("counts", key), sentence("写的是 {stated}，实有 {count}", stated=number, count=count)


def _wrong_weights(parent: str, children: list[dict[str, Any]], place: Path) -> Iterator[Fault]:
    given = [child["weight"] for child in children if child.get("weight") is not None]
    if not given:
        return
    numbers = [number for weight in given if (number := _number(weight)) is not None]
    if len(given) < len(children):
        yield place, sentence("“{parent}”之下只有一部分写了权重", parent=parent)
    elif len(numbers) == len(given) and (min(numbers) < 0 or sum(numbers) != 1):
        total = format(sum(_decimal(number) for number in numbers), "f")
        yield place, sentence("“{parent}”之下的权重要不小于 0、和为 1，实为 {total}", parent=parent, total=total)


def _wrong_rule(place: Path, leaf: dict[str, Any]) -> Iterator[Fault]:
    rule, direction = leaf.get("rule"), leaf.get("direction")
    if not isinstance(rule, dict):
        return
    kind, here = rule.get("kind"), (*place, "rule")
    if kind == "LIN":
        zero, full = _number(rule.get("zero")), _number(rule.get("full"))
        if zero is not None and zero == full:
            yield here, sentence("零分点和满分点相同")
        elif zero is not None and full is not None and direction in ("+", "-") and (full > zero) != (direction == "+"):
            yield here, sentence("零分点、满分点与方向“{direction}”相反", direction=direction)
        low, high = _number(rule.get("minimum")), _number(rule.get("maximum"))
        if low is not None and high is not None and low >= high:
            yield (*here, "minimum"), sentence("最小值不小于最大值")
    elif direction == "-":
        yield (*place, "direction"), sentence("只有 LIN 可以越小越好")
    if kind == "RATE" and leaf.get("kind") == "L":
        yield (*place, "kind"), sentence("比率是定量的")
    if kind == "CHK":
        yield from _doubled_words((*here, "items"), rule.get("items"))
    if kind == "LVL" and isinstance(rule.get("scores"), dict):
        for word, points in rule["scores"].items():
            if (number := _number(points)) is not None and not 0 <= number <= 100:
                yield (*here, "scores", word), sentence("“{word}”的分值要在 0 与 100 之间", word=word)


def _doubled_words(place: Path, words: object) -> Iterator[Fault]:
    for word, times in Counter(str(word) for word in _list(words)).items():
        if times > 1:
            yield place, sentence("“{word}”列了 {times} 次", word=word, times=times)


def _wrong_quotation(place: Path, leaf: dict[str, Any]) -> Iterator[Fault]:
    mark = leaf.get("mark")
    quoted = bool(leaf.get("named_in_seed") or leaf.get("seed_text"))
    if mark in ("verbatim", "derived") and quoted != (mark == "verbatim"):
        yield (*place, "mark"), sentence("标为原文的要引原文，标为推出的不能引")


def _wrong_group(place: Path, group: dict[str, Any], has_open_slots: bool) -> Iterator[Fault]:
    below, leaves = items(group.get("groups")), items(group.get("indicators"))
    if (below and leaves) or not (below or leaves or has_open_slots):
        name = str(group.get("id"))
        yield place, sentence("“{id}”之下要么是二级指标，要么是指标，而且不能空", id=name)
    yield from _wrong_weights(str(group.get("id")), below or leaves, place)


def _uneven_depth(plain: dict[str, Any]) -> Iterator[Fault]:
    elements = items(plain.get("elements"))
    depths = [bool(items(element.get("groups"))) for element in elements]
    for number, element in enumerate(elements):
        too_deep = any(items(group.get("groups")) for group in items(element.get("groups")))
        if depths[number] != any(depths) or too_deep:
            yield ("elements", number), sentence("各要素的层数不一，或多于三层")


def _wrong_limits(plain: dict[str, Any]) -> Iterator[Fault]:
    key = "stars" if plain.get("stars") else "grades"
    table = items(plain.get(key))
    if bool(plain.get("stars")) == bool(plain.get("grades")):
        yield (key,), sentence("等级表要写一张：stars 或 grades")
    limits = [_number(limit.get("at_least")) for limit in table]
    for number, (higher, lower) in enumerate(pairwise(limits)):
        above, below = _whole(table[number].get("stars")), _whole(table[number + 1].get("stars"))
        falling = above is None or below is None or above > below
        if higher is not None and lower is not None and not (higher > lower and falling):
            stars = key == "stars"
            yield (key, number + 1), sentence("星级要从高到低排列") if stars else sentence("等级要从高到低排列")
    if limits and limits[-1] is not None and limits[-1] != 0:
        yield (key, len(limits) - 1), sentence("最低一级的界限要是 0")
    decimals = _whole(plain.get("decimals"))
    step = Fraction(1, 10**decimals) if decimals is not None and 0 <= decimals <= 2 else None
    for number, limit in enumerate(limits):
        if limit is not None and (not 0 <= limit <= 100 or (step is not None and limit % step)):
            yield (key, number, "at_least"), sentence("界限要在 0 与 100 之间，小数位不多于显示值")
    seen: set[object] = set()
    for number, row in enumerate(table):
        if (label := row.get("label")) in seen:
            yield (key, number, "label"), sentence("等级“{label}”写了两次", label=str(label))
        seen.add(str(row.get("label")))


def _wrong_shares(plain: dict[str, Any]) -> Iterator[Fault]:
    policies = plain.get("policies")
    for key in ("minimum_response_rate", "minimum_quantitative_share"):
        share = _number(policies.get(key)) if isinstance(policies, dict) else None
        if share is not None and not 0 <= share <= 1:
            yield ("policies", key), sentence("“{key}”要在 0 与 1 之间", key=key)


def _wrong_cycle(plain: dict[str, Any]) -> Iterator[Fault]:
    cycle = plain.get("cycle")
    if not isinstance(cycle, dict) or not cycle.get("year_weights"):
        return
    weights = [_number(weight) for weight in _list(cycle["year_weights"])]
    years = _whole(cycle.get("years"))
    if years is not None and len(weights) != years:
        count = len(weights)
        yield ("cycle", "year_weights"), sentence("周期 {years} 年，却有 {count} 个年度权重", years=years, count=count)
    numbers = [weight for weight in weights if weight is not None]
    if len(numbers) == len(weights) and (min(numbers, default=Fraction(0)) < 0 or sum(numbers) != 1):
        yield ("cycle", "year_weights"), sentence("年度权重要不小于 0、和为 1")


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
