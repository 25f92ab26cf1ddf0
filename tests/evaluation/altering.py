"""A report in which every weighting method has a part, and single fields of it altered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from benchmarks.agreement.inputs import MAKERS
from evaluation.canonical import sha256
from evaluation.editions.scheme import Scheme
from evaluation.weights.by_name import weigh
from evaluation.weights.weights import Weights

Path = tuple[str | int, ...]
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def weights_of(method: str, scheme: Scheme, seed: int) -> tuple[str, Weights] | None:
    """Random weights by this method for some parent of the scheme; ``None`` when no parent has as many children."""
    content = MAKERS[method](Random(f"{method} report {seed}"))
    found = weigh(method, content)
    for parent, children in scheme.parents.items():
        if len(children) == len(found.ids) and parent != "T":
            return parent, weigh(method, _renamed(content, found.ids, [child.id for child in children]))
    return None


def _renamed(content: Any, old: Sequence[str], new: Sequence[str]) -> Any:
    text = json.dumps(content)
    for one, other in zip(old, new, strict=True):
        text = text.replace(f'"{one}"', f'"{other}"')
    return json.loads(text)


def leaves(node: Any, path: Path = ()) -> Iterator[Path]:
    """Every leaf of the JSON."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else None
    if entries is None:
        yield path
    else:
        for key, value in entries:
            yield from leaves(value, (*path, key))


@contextmanager
def altered(report: dict[str, Any], path: Path) -> Iterator[None]:
    """This one leaf, another, for as long as the block lasts; the hash of the weights is made anew."""
    node: Any = report
    for key in path[:-1]:
        node = node[key]
    value, digest = node[path[-1]], report["weights_sha256"]
    node[path[-1]] = other(value)
    if path[0] == "weights":
        report["weights_sha256"] = sha256(report["weights"])
    yield
    report["weights_sha256"] = digest
    node[path[-1]] = value


def other(value: Any) -> Any:
    """The last digit of a number, one letter more of a text, the other truth value, something for nothing."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "1"
    return value[:-1] + str((int(value[-1]) + 1) % 10) if NUMBER.fullmatch(value) else value + "x"
