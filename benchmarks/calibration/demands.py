"""The demands that worlds are asked, made of files of the graded set: cut short, lengthened, with a story beside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import yaml

from api.bench.graded import GradedDemand
from benchmarks.train_errands import SHARES, told

Form = Literal[
    "whole",
    "short",
    "named",
    "asked",
    "story",
    "published",
    "far",
    "act",
    "amid",
    "beyond",
    "project",
    "held",
    "served",
]
"""A demand as it stands, its first words, one that only names what a row holds, one that asks for a row in other words
than its own, one that tells of acts of others beside, a project as platforms publish it that asks for what a row does;
one outside everywhere, one that asks for an act of others, one that asks for such an act amid products and tests; a
message of a field beyond; a published project that nobody serves; a message of a field beyond where a centre holds that
field; and one for a service of centres that is told amid other business."""

PASTED = 3
"""Every so many published projects are asked without a title of their own."""
SHORT, SHORTEST = 45, 12
"""Characters of first words, at most and at least."""
SHORTER, TITLE = 0.8, 6
"""First words must be so much shorter than the whole; a title of so many characters says enough."""
COURTESY, LONG = 60, "#long"
"""Characters of what everybody says before a demand that is asked in more words, and how its id then ends."""
_CLAUSE = re.compile(r"[^，。；！？,;]+")


def first_words(demand: GradedDemand) -> GradedDemand | None:
    """The title, or as many clauses as say something; ``None`` where that is nearly all there is."""
    text = demand.title if len(demand.title) >= TITLE else ""
    if not text:
        ends = [match.end() for match in _CLAUSE.finditer(demand.text)]
        text = demand.text[: next((end for end in ends if end >= SHORTEST), len(demand.text))]
    if len(text) >= len(demand.text) * SHORTER or len(text) > SHORT:
        return None
    return demand.model_copy(update={"id": f"{demand.id}#short", "title": "", "text": text})


def in_more_words(demand: GradedDemand, prose: str) -> GradedDemand:
    return demand.model_copy(update={"id": f"{demand.id}{LONG}", "text": f"{prose[:COURTESY]}。{demand.text}"})


def acts_and_stories(folder: Path) -> tuple[list[GradedDemand], list[str]]:
    """Demands for acts of others, and what is told of such acts beside demands that a centre serves."""
    data = read(folder, "acts_train.yaml")
    return [demand_of(one["id"], one) for one in data["demands"]], data["stories"]


def asked_for(demands: Sequence[Mapping[str, str]], of_target: Mapping[str, str]) -> list[GradedDemand]:
    """Demands that one row answers, an expert's among them; what other rows do for them nobody has graded."""
    return [
        demand_of(f"{one['row']}#asked{'' if 'title' not in one else 'too'}", one).model_copy(
            update={"grades": {one["row"]: 2}, "industry": of_target[one["row"]]}
        )
        for one in demands
    ]


def amid_business(of_target: Mapping[str, str]) -> dict[Form, list[GradedDemand]]:
    """Messages told amid other business: some of those for what no centre does, and those that rows serve."""
    every = told()
    away = [demand_of(one.name, {"text": one.text}) for one in every[1::SHARES] if one.is_elsewhere]
    served = [
        demand_of(one.name, {"text": one.text}).model_copy(
            update={"grades": dict.fromkeys(one.rows, 2), "industry": of_target[one.rows[0]]}
        )
        for one in every
        if one.rows
    ]
    return {"amid": away, "served": served}


def untitled(demands: Sequence[GradedDemand]) -> list[GradedDemand]:
    """Every :data:`PASTED` with its title before its text, as somebody pastes it into a talk."""
    return [
        one if place % PASTED else one.model_copy(update={"title": "", "text": f"{one.title}。{one.text}"})
        for place, one in enumerate(demands)
    ]


def with_story(demand: GradedDemand, story: str, number: int) -> GradedDemand:
    text = f"{story}{demand.text}" if number % 3 else f"{demand.text}{story}"
    return demand.model_copy(update={"id": f"{demand.id}#story", "text": text})


def far_demands(folder: Path) -> list[GradedDemand]:
    return [demand_of(one["id"], one) for one in read(folder, "outside_train.yaml")["demands"]]


def demand_of(name: str, said: Mapping[str, str]) -> GradedDemand:
    return GradedDemand(id=name, split="train", title=said.get("title", ""), text=said["text"], grades={})


def read(folder: Path, name: str) -> Any:
    return yaml.safe_load((folder / name).read_text("utf-8"))
