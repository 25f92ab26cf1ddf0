"""How bugs are put in on purpose: into guards, rows and effects of the kernel."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from engagement import engagement as kernel
from engagement import store
from engagement.effects import EFFECTS
from engagement.guards import GUARDS, Refusal, Situation
from engagement.log import Entry
from engagement.profiles import PROFILES, Profile
from engagement.record import Engagement
from foundation.process import Transition

Patch = pytest.MonkeyPatch
Bug = Callable[[Patch], None]
Rows = tuple[Transition, ...]


def without(*guards: str) -> Bug:
    """These guards always hold."""

    def holds(now: Situation) -> Refusal:
        return None

    def plant(patch: Patch) -> None:
        patch.setattr(kernel, "GUARDS", MappingProxyType({**GUARDS, **dict.fromkeys(guards, holds)}))

    return plant


def with_rows(changed: Callable[[Rows], Rows]) -> Bug:
    """Another table."""

    def plant(patch: Patch) -> None:
        right = PROFILES["superset"]
        process = right.process.model_copy(update={"transitions": changed(right.process.transitions)})
        wrong = right.model_copy(update={"process": process})

        def profile(_id: str) -> Profile:
            return wrong

        for module in (kernel, store):
            patch.setattr(module, "profile", profile)

    return plant


def more(id: str, state: str, next: str) -> Bug:
    """The row is also there in another state."""

    def changed(rows: Rows) -> Rows:
        (row,) = (row for row in rows if row.id == id)
        return (*rows, row.model_copy(update={"id": "X1", "state": state, "next": next}))

    return with_rows(changed)


def altered(id: str, **changes: object) -> Bug:
    """One row says something else."""
    return with_rows(lambda rows: tuple(row.model_copy(update=changes) if row.id == id else row for row in rows))


def effect(event: str, *lost: str) -> Bug:
    """The effect of a step leaves these fields as they were."""

    def plant(patch: Patch) -> None:
        right = EFFECTS[event]

        def wrong(engagement: Engagement, entry: Entry) -> dict[str, Any]:
            return {name: value for name, value in right(engagement, entry).items() if name not in lost}

        patch.setitem(EFFECTS, event, wrong)

    return plant


def doubled(event: str) -> Bug:
    """What a step adds to a list it adds twice."""

    def plant(patch: Patch) -> None:
        right = EFFECTS[event]

        def wrong(engagement: Engagement, entry: Entry) -> dict[str, Any]:
            return {name: _twice(getattr(engagement, name), value) for name, value in right(engagement, entry).items()}

        patch.setitem(EFFECTS, event, wrong)

    return plant


def _twice(before: object, after: object) -> object:
    if isinstance(before, tuple) and isinstance(after, tuple) and len(after) > len(before):
        return (*after, after[-1])
    return after
