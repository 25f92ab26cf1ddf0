"""Two readings of the same words become one, field by field (B2: the same fields, the same evidence, with or without).

Where a value has a fixed form (money, dates, standards, secrecy) the rules' reading stands; where meaning counts
(product, kind of problem, service, industry) the model's grounded reading stands; lists are joined.
"""

from __future__ import annotations

from intake.demand import Reading
from intake.fields import FIELDS, LIST_FIELDS, FieldName

_MEANING: frozenset[FieldName] = frozenset({"industry", "product", "problem_type", "service_category"})


def merge(rules: tuple[Reading, ...], model: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The merged readings in field order. With an empty side the other one comes back as it is."""
    if not model:
        return rules
    merged: list[Reading] = []
    for field in (*FIELDS, *dict.fromkeys(r.field for r in rules if r.field not in FIELDS)):
        mine = [r for r in rules if r.field == field]
        theirs = [r for r in model if r.field == field]
        if field in LIST_FIELDS:
            merged += _joined(mine, theirs)
        elif field in _MEANING:
            merged += theirs or mine
        else:
            merged += mine or theirs
    return tuple(merged)


def _joined(mine: list[Reading], theirs: list[Reading]) -> list[Reading]:
    """Both lists, each value once, whatever its case and spaces."""
    seen: set[str] = set()
    out = []
    for found in (*mine, *theirs):
        key = "".join(found.value.split()).lower()
        if key not in seen:
            seen.add(key)
            out.append(found)
    return out
