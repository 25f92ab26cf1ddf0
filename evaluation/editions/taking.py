"""Taking indicators over from another scheme, so that a rule is written once and its copy is marked as derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.editions.scheme import Scheme
from evaluation.indicators import Indicator
from foundation.language import Sentence, sentence

_Place = tuple[str | int, ...]
_Fault = tuple[_Place, Sentence]


def take_over(plain: dict[str, Any], known: Mapping[str, Scheme]) -> Iterator[_Fault]:
    """Replace every group's ``take`` by the indicators it names (``A1`` all below it, ``B1.3`` one), in place.

    Yields what cannot be taken: a scheme that is not known, an id that is not in it.
    """
    name = plain.pop("take_from", None)
    library: Scheme | None = known.get(name) if isinstance(name, str) else None
    if name is not None and library is None:
        yield ("take_from",), sentence("没有方案 {name}，不能从中取指标", name=str(name))
    waiting: list[tuple[_Place, Any]] = [(("elements",), plain.get("elements"))]
    while waiting:
        place, groups = waiting.pop()
        for number, group in enumerate(groups if isinstance(groups, list) else []):
            if not isinstance(group, dict):
                continue
            here = (*place, number)
            waiting.append(((*here, "groups"), group.get("groups")))
            if "take" in group:
                yield from _taken(group, here, library, name is None)


def _taken(
    group: dict[str, Any], here: tuple[str | int, ...], library: Scheme | None, nowhere: bool
) -> Iterator[_Fault]:
    wanted = group.pop("take")
    if not isinstance(wanted, list):
        yield (*here, "take"), sentence("“{key}”的值不对：要是一列", key="take")
        return
    if nowhere:
        yield (*here, "take"), sentence("写了 take，却没有写 take_from")
    found = list(group.get("indicators") or [])
    for number, name in enumerate(wanted if library else []):
        leaves = _under(library, str(name)) if library else []
        if not leaves:
            yield (*here, "take", number), sentence("没有指标“{id}”", id=str(name))
        found += [_copied(leaf) for leaf in leaves]
    group["indicators"] = found


def _under(library: Scheme, name: str) -> list[Indicator]:
    return [leaf for leaf in library.indicators if leaf.id == name or name in library.paths[leaf.id][1:]]


def _copied(leaf: Indicator) -> dict[str, Any]:
    """The indicator as this scheme's own: derived, without the quotation and without the weight it had there."""
    plain = leaf.model_dump(mode="json", exclude={"named_in_seed", "seed_text", "weight"})
    return {**plain, "mark": "derived"}
