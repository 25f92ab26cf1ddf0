"""The source of the annexes: what every centre can do, from ``data/scopes/*.yaml`` and ``data/standards.yaml``.

A scope line reads ``参数 | 标准, 标准 | 限制范围 | 说明``. It names standards by number only; year and
title stand once, in the catalogue, so that two annexes cannot disagree about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from foundation.values import Value
from kb.demonstration.world import DATA
from kb.standards import StandardReference

_YEAR = re.compile(r"(.+?)(?:[-:]((?:19|20)\d{2}))?")
_EDITION = re.compile(r"((?:19|20)\d{2})年版")
"""A method without a number names its edition: 化妆品安全技术规范（2015年版）."""


class ScopeRow(Value):
    """One row of a centre's scope, before any layout."""

    domain: str
    category: str
    product: str
    parameter: str
    standards: tuple[StandardReference, ...]
    restriction: str | None = None
    note: str | None = None


def catalogue() -> Mapping[str, StandardReference]:
    """Every standard by its number (or by its name where it has none)."""
    entries: dict[str, str | None] = yaml.safe_load((DATA / "standards.yaml").read_text(encoding="utf-8"))
    found: dict[str, StandardReference] = {}
    for key, name in entries.items():
        reference = _reference(key, name)
        known = reference.number or str(reference.name)
        if known in found:
            raise ValueError(f"standards.yaml names {known} twice")
        found[known] = reference
    return found


def _reference(key: str, name: str | None) -> StandardReference:
    if edition := _EDITION.search(key):
        return StandardReference(name=key, year=edition[1])
    match = _YEAR.fullmatch(key)
    assert match is not None
    return StandardReference(name=name, number=match[1], year=match[2])


def scope_of(
    key: str, standards: Mapping[str, StandardReference], categories: tuple[str, ...] = ()
) -> tuple[ScopeRow, ...]:
    """The rows of the centre with this key, in order; only those of ``categories`` when some are given.

    ``standards`` is the :func:`catalogue`; a number that is not in it is a ``KeyError``.
    """
    scope = yaml.safe_load((DATA / "scopes" / f"{key}.yaml").read_text(encoding="utf-8"))
    return tuple(row for row in _rows(scope, standards) if not categories or row.category in categories)


def _rows(scope: Mapping[str, Any], catalogue: Mapping[str, StandardReference]) -> Iterator[ScopeRow]:
    for product in scope["products"]:
        for line in product["rows"].splitlines():
            parameter, standards, restriction, note = ([part.strip() for part in line.split("|")] + ["", ""])[:4]
            yield ScopeRow(
                domain=scope["domain"],
                category=product["category"],
                product=product["name"],
                parameter=parameter,
                standards=tuple(catalogue[number.strip()] for number in standards.split(", ")),
                restriction=restriction or None,
                note=note or None,
            )
