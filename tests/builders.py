"""Small builders that say only what a test is about."""

from __future__ import annotations

import importlib
from pathlib import Path

from foundation.actors import Actor, Role

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("foundation", "kb", "intake", "matcher", "evaluation", "engagement", "api")


def import_all_tables() -> None:
    """Register every table of every package."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("tables.py")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def actor(*roles: Role, organisation: str | None = None, name: str = "陈工") -> Actor:
    """Somebody with these roles."""
    label = "_".join(roles)[:40] or "nobody"
    return Actor(id=f"act_{label}", name=name, roles=frozenset(roles), organisation=organisation)


def everybody() -> Actor:
    """Somebody who may do everything; for tests whose subject is not who may."""
    return actor(
        "enterprise", "coordinator", "centre", "host", "reviewer", "evaluator", "association", "system", name="全权"
    )
