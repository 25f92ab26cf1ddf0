"""Answers with a known truth: worlds of a few industries, and demands that certainly can, or cannot, be served there.

A world holds the targets of some industries of the graded set. A demand of one of them, for which a target of grade 2
stands in the world, is *answerable*; a demand of another industry of which no graded target stands in it is *outside*.
What is neither is left out. Outside everywhere are prose that says what every centre says, put as a demand, and, in the
larger worlds, demands of matters that no industry of the set has to do with (``outside_train.yaml``, train only).
In training the demands of the set are asked in their first words too, and those of no industry in more words, or their
length alone would tell them apart; small worlds are asked some of them (:data:`SOME`). Outside are demands for acts
that no centre does as well (``acts_train.yaml``); the demands of the set are also asked with such acts told beside, as
story, reason or purpose. In every world some rows are asked for by their own names and in no more words: whatever else
is learnt, those must be proposed. Rows of a world, experts among them, are asked for in other words than their own too
(``asked_train.yaml``). Messages told amid other business (``benchmarks/training/errands``) are asked as well: a quarter
of those for what no centre does, and those for which a reader found rows of the set that serve them. Which service such
demands ask for, and how far they lean, is read by readers that never saw them (:mod:`benchmarks.calibration.heard`).

Messages of the fields beyond the business (``kb/data/beyond``) are outside everywhere as well (train only). Each is
asked twice, of a house that does not know its field and of one that knows the field but not this message: what is
asked for in earnest is in no list. Some are asked a third time where a centre holds that very field: there they can be
served.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import yaml

from api.bench.graded import GradedDemand, GradedSet, Split, Target
from benchmarks.calibration.demands import (
    LONG,
    acts_and_stories,
    amid_business,
    asked_for,
    demand_of,
    far_demands,
    first_words,
    in_more_words,
    read,
    untitled,
    with_story,
)
from benchmarks.calibration.demands import (
    Form as Form,
)
from benchmarks.calibration.heard import Heard, Leaning
from benchmarks.train_errands import EVERY
from intake.reading.record import read_draft
from kb.embedding import Embedder
from kb.passages import Passage
from kb.snapshot import build_snapshot
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_beyond
from kb.trade.field import Case as Message
from kb.trade.field import TradeField
from kb.trade.reading import Knowledge, read_knowledge
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.query import Query, Wanted
from matcher.searching import SnapshotSearch, ask
from matcher.service import wanted_of
from matcher.signs import LOOKED_AT

SIZES = ((3, 6), (8, 5), (18, 4))
"""Industries in a world, and how many such worlds; beside them all industries, and all that calibrate nothing."""
METROLOGY = "metrology_"
"""How the names of industries begin that verify and calibrate instruments: many a house tests products and does none
of it."""
DAY = date(2026, 12, 1)
TOP = 20
LARGE = 18
WHOLE = 36
"""So many industries are the whole trade, or all of it that tests products."""
SOME = {"far": 8, "act": 4, "amid": 8, "project": 8}
"""Every so many of what is outside everywhere are asked of a world below :data:`LARGE`: little of it is near there."""


FOR_ONE_ROW: tuple[Form, ...] = ("asked", "published", "served")
"""Asked only where their row stands: nobody has graded what other rows do for them."""
STORIED = 1
"""Every so many demands of the set are told with a story beside: here all of them."""
NAMING = 24
"""So many rows of a world are asked for by name, evenly taken."""
CALLED = (
    "我们的{product}要做{parameter}",
    "{product}测一下{parameter}，多少钱",
    "请对{product}做{parameter}并出报告",
    "{product}，{parameter}",
)
"""How a row is asked for by name."""
_SEVERAL = re.compile(r"[、，,；;（(]")


class Case(NamedTuple):
    """A demand in a world: what was found, whether it can be served there, and the targets that fit it (grade 2)."""

    demand: str
    industry: str
    size: int
    is_answerable: bool
    found: MatchList
    fits: frozenset[str]
    form: Form


def industries_of(folder: Path) -> dict[str, str]:
    """Target id → industry, as the files of the set say."""
    found: dict[str, str] = {}
    for path in sorted((folder / "sets").glob("*.yaml")):
        data = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found |= {target["id"]: data["industry"] for target in data["targets"]}
    return found


def without_metrology(industries: Iterable[str]) -> list[str]:
    """Those that test products."""
    return [one for one in industries if not one.startswith(METROLOGY)]


def cases(
    graded: GradedSet,
    folder: Path,
    split: Split,
    embedder: Embedder,
    trade: Trade,
    seed: int,
    policy: MatchPolicy = DEFAULT_POLICY,
    knowledge: Knowledge | None = None,
) -> Iterator[Case]:
    """Every certain pair of a demand of ``split`` and a world; same seed, same worlds.

    With ``knowledge``, of which ``trade`` was made, the messages of its fields beyond are asked too.
    """
    chance = random.Random(seed)
    of_target = industries_of(folder)
    every = sorted(set(of_target.values()))
    worlds = [sorted(chance.sample(every, size)) for size, count in SIZES for _ in range(count)]
    worlds += [without_metrology(every), every]
    demands = list(graded.of(split).demands)
    prose = yaml.safe_load((folder / "generic.yaml").read_text("utf-8"))["generic_texts"]
    half = prose[::2] if split == "train" else prose[1::2]
    far = far_demands(folder) if split == "train" else []
    short = [cut for demand in demands if (cut := first_words(demand))] if split == "train" else []
    far += [in_more_words(demand, half[number % len(half)]) for number, demand in enumerate(far)]
    acts, stories = acts_and_stories(folder) if split == "train" else ([], [])
    told = [
        with_story(demand, stories[number % len(stories)], number)
        for number, demand in enumerate([*demands[::STORIED], *short] if stories else ())
    ]
    more: dict[Form, list[GradedDemand]] = {"short": short, "story": told, "far": far, "act": acts}
    if split == "train":
        more["asked"] = asked_for(read(folder, "asked_train.yaml")["demands"], of_target)
        published = read(folder, "published_train.yaml")
        more["published"] = untitled(asked_for(published["answerable"], of_target))
        more["project"] = untitled([demand_of(one["id"], one) for one in published["demands"]])
        more |= amid_business(of_target)
    forms = {one.id: form for form, some in more.items() for one in some}
    demands += [GradedDemand(id=f"prose{n:02}", split=split, text=text, grades={}) for n, text in enumerate(half)]
    queries = {one.id: _query(one, embedder, trade) for one in demands}
    queries |= _as_heard([*chain(*more.values())], embedder, trade, knowledge) if split == "train" else {}
    away = [] if knowledge is None else list(_beyond(knowledge, trade, embedder))
    large = [world for world in worlds if len(world) >= LARGE]
    for place, world in enumerate(worlds):
        targets = [target for target in graded.targets if of_target[target.id] in world]
        asked = [*demands, *_asked_in(world, place, more)]
        index = _index(targets, embedder, trade)
        for case in _in_world(world, targets, index, asked, queries, embedder, policy):
            yield case._replace(form=forms.get(case.demand, "whole"))
        if split == "train":
            for case in _by_name(targets, index, len(world), embedder, trade, policy, stories):
                yield case._replace(industry=of_target[case.industry])
        for number, (field, query) in enumerate(away):
            if world is large[number // 2 % len(large)]:
                found = match(query, index, policy, embedder.identity, TOP)
                yield Case(f"beyond{number}", field, len(world), False, found, frozenset(), "beyond")
    if knowledge is not None:
        some = [target for target in graded.targets if of_target[target.id] in large[0]]
        yield from _held(knowledge, some, trade, embedder, policy)


def _asked_in(world: Sequence[str], place: int, more: Mapping[Form, Sequence[GradedDemand]]) -> Iterator[GradedDemand]:
    """What a world is asked beside the demands as they stand: all in a large one; in a small one what it serves, and
    some of what is outside everywhere."""
    for form, some in more.items():
        if len(world) >= LARGE and form not in FOR_ONE_ROW:
            yield from some
        elif form in SOME:
            yield from some[place % SOME[form] :: SOME[form]]
        else:
            yield from (one for one in some if one.industry in world)


def _by_name(
    targets: Sequence[Target],
    index: SnapshotSearch,
    size: int,
    embedder: Embedder,
    trade: Trade,
    policy: MatchPolicy,
    stories: Sequence[str],
) -> Iterator[Case]:
    """What some rows of a world hold, asked for by its name and in no more words: that must be proposed."""
    for number, target in enumerate(targets[:: max(1, len(targets) // NAMING)]):
        row = target.passage()
        product, parameter = (_SEVERAL.split(row.fields.get(key, ""))[0] for key in ("product", "parameter"))
        if not product or not parameter:
            continue
        text = CALLED[number % len(CALLED)].format(product=product, parameter=parameter)
        asked = GradedDemand(id=f"{target.id}#named", split="train", text=text, grades={})
        told = with_story(asked, stories[(7 * number + size) % len(stories)], number)
        forms: tuple[tuple[GradedDemand, Form], ...] = ((asked, "named"), (told, "story"))
        for one, form in forms:
            found = match(_query(one, embedder, trade), index, policy, embedder.identity, TOP)
            if any(hit.passage_id == target.id for hit in found.hits[:LOOKED_AT]):
                yield Case(one.id, target.id, size, True, found, frozenset({target.id}), form)


def _held(
    knowledge: Knowledge, targets: Sequence[Target], trade: Trade, embedder: Embedder, policy: MatchPolicy
) -> Iterator[Case]:
    """Messages of fields beyond in a world where a centre holds a row for each product and test of the field."""
    house = replace(trade, beyond=_fewer(knowledge, embedder))
    for field in knowledge.beyond:
        pairs = dict.fromkeys((case.of or "", case.tests[0]) for case in field.cases)
        rows = [
            Passage(id=f"{field.field}{n}", kind="capability", provider_id=f"{field.field}{n}",
                    fields={"product": product, "parameter": test})
            for n, (product, test) in enumerate(pairs)
        ]  # fmt: skip
        index = _index(targets, embedder, trade, rows)
        for number, case in enumerate(field.cases[1 :: EVERY * 2]):
            fits = frozenset(row.id for row in rows if row.fields["parameter"] in case.tests)
            found = match(_asked(case, house, embedder), index, policy, embedder.identity, TOP)
            if any(hit.passage_id in fits for hit in found.hits[:LOOKED_AT]):  # what is not found nobody can propose
                yield Case(f"{field.field}{number}", field.field, LARGE, True, found, fits, "held")


def _beyond(knowledge: Knowledge, trade: Trade, embedder: Embedder) -> Iterator[tuple[str, Query]]:
    """The field of a message and its query: first where the field, then where the message is not known."""

    def known(fields: Sequence[TradeField]) -> Trade:
        return replace(trade, beyond=compile_beyond(fields, knowledge.fields, embedder))

    fields = knowledge.beyond
    without = [known([one for place, one in enumerate(fields) if place % EVERY != fold]) for fold in range(EVERY)]
    fewer = replace(trade, beyond=_fewer(knowledge, embedder))
    for place, field in enumerate(fields):
        for case in field.cases[1::EVERY]:
            for house in (without[place % EVERY], fewer):
                yield field.field, _asked(case, house, embedder)


def _asked(case: Message, house: Trade, embedder: Embedder) -> Query:
    return ask(wanted_of(read_draft("", case.says), case.says, "", DAY), house, embedder)


def _fewer(knowledge: Knowledge, embedder: Embedder) -> Trade:
    """All fields beyond without the messages that are asked."""
    fields = [one.model_copy(update={"cases": _left(one.cases)}) for one in knowledge.beyond]
    return compile_beyond(fields, knowledge.fields, embedder)


def _left(messages: Sequence[Message]) -> tuple[Message, ...]:
    return tuple(one for place, one in enumerate(messages) if place % EVERY != 1)


def _index(targets: Sequence[Target], embedder: Embedder, trade: Trade, more: Sequence[Passage] = ()) -> SnapshotSearch:
    # Every target is a centre of its own: so each row's own signs are told.
    passages = [target.passage().model_copy(update={"provider_id": target.id}) for target in targets]
    return SnapshotSearch(build_snapshot([*passages, *more], embedder, trade=trade))


def _in_world(
    world: list[str],
    targets: list[Target],
    index: SnapshotSearch,
    demands: list[GradedDemand],
    queries: dict[str, Query],
    embedder: Embedder,
    policy: MatchPolicy,
) -> Iterator[Case]:
    have = {target.id for target in targets}
    for demand in demands:
        is_answerable = demand.industry in world
        graded = [grade for target, grade in demand.grades.items() if target in have]
        if (2 not in graded) if is_answerable else graded:
            continue
        found = match(queries[demand.id], index, policy, embedder.identity, TOP)
        fits = frozenset(target for target, grade in demand.grades.items() if grade == 2)
        yield Case(demand.id, demand.industry, len(world), is_answerable, found, fits, "whole")


def _query(demand: GradedDemand, embedder: Embedder, trade: Trade) -> Query:
    return ask(_wanted(demand), trade, embedder)


def _wanted(demand: GradedDemand) -> Wanted:
    return wanted_of(read_draft(demand.title, demand.text), demand.text, demand.title, DAY)


def _as_heard(
    demands: Sequence[GradedDemand], embedder: Embedder, trade: Trade, knowledge: Knowledge | None
) -> Iterator[tuple[str, Query]]:
    """Queries of training demands, those that a reader has learned from as one that has not reads them."""
    heard, words = Heard(), {one.id: one.text for one in demands}
    leaning = Leaning(knowledge or read_knowledge())
    for one in demands:
        wanted, example = _wanted(one), words[one.id.removesuffix(LONG)]
        if heard.is_example(example):
            wanted = wanted.model_copy(update={"service_category": heard.service(example, one.text)})
        query, lean = ask(wanted, trade, embedder), leaning.lean(one.text)
        yield one.id, query if lean is None else replace(query, understood=replace(query.understood, errand=lean))
