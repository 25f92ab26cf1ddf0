"""Pairs from the knowledge in this repository: product, parameter, standard, equipment, expert, industry.

They are in the words of the trade. The demonstration's demands are left out on purpose: they are for trying
the matcher, and a model that has read them could no longer be judged by them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks.training.knowledge import named_pairs, said_pairs, told_pairs
from benchmarks.training.pairs import SAID, TOLD, TRADE, Pair
from kb.trade.reading import read_knowledge


def trade_pairs(repository: Path) -> list[Pair]:
    """Distinct pairs from ``kb/demonstration/data`` and ``kb/data``; a file that is not there gives none."""
    data = repository / "kb" / "demonstration" / "data"
    knowledge = read_knowledge(data=repository / "kb" / "data")
    found: dict[str, Iterable[tuple[str, str]]] = {
        TRADE: (
            *_scope_pairs(data),
            *_csv_pairs(data / "equipment.csv", "name", ("measures",)),
            *_csv_pairs(data / "experts.csv", "directions", ("profile", "field")),
            *_industry_pairs(repository / "kb" / "data" / "industries.yaml"),
            *named_pairs(knowledge),
        ),
        SAID: said_pairs(knowledge),
        TOLD: told_pairs(knowledge),
    }
    return [
        Pair(source, left, right)
        for source, pairs in found.items()
        for left, right in dict.fromkeys(pairs)
        if left and right and left != right
    ]


def _scope_pairs(data: Path) -> Iterator[tuple[str, str]]:
    """Product and parameter ↔ name of the standard; parameter ↔ product and category; product ↔ field."""
    names = {_number(cited): title for cited, title in (_read(data / "standards.yaml") or {}).items() if title}
    for path in sorted((data / "scopes").glob("*.yaml")):
        scope = _read(path)
        for product in scope["products"]:
            name, category = product["name"], product.get("category", "")
            yield name, f"{scope['domain']} {category}"
            for row in product["rows"].splitlines():
                parameter, standards, *_ = [*(cell.strip() for cell in row.split("|")), ""]
                if parameter and parameter != "全部参数":
                    yield parameter, f"{name} {category}"
                for standard in filter(None, (names.get(_number(cited)) for cited in standards.split(","))):
                    yield f"{name} {parameter}", standard


def _csv_pairs(path: Path, left: str, rights: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            for right in rights:
                yield row[left] or "", row[right] or ""


def _industry_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The names by which a person means one industry, each with the first of them."""
    for industry in (_read(path) or {}).get("industries", []):
        words = [industry.get("name", ""), *industry.get("words", [])]
        for word in words[1:]:
            yield str(word), str(words[0])


def _number(cited: str) -> str:
    """``GB/T 1040.1-2018`` → ``GB/T 1040.1``."""
    number, _, year = cited.strip().rpartition("-")
    return number if number and year[:4].isdigit() else cited.strip()


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
