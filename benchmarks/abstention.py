"""``python -m benchmarks.abstention``: who is proposed nobody, on the dev half and on demands outside every scope.

Prints a page of Markdown: abstained and lost by size of the world, coverage and risk, reliability in ten bins, and
the hand-written demands of :data:`OUTSIDE` over all industries of the graded set that test products, those of
:data:`EVERYWHERE` in smaller houses too. The shipped calibration is judged.
When all but the ninth and tenth were written no industry of the set verified or calibrated instruments, and what asks
for that is outside: they are asked of houses without metrology.
``outside_blind11.yaml`` was written last, by a hand that saw nothing, and has not been read. ``errands_blind.yaml`` is
told by businesses amid their products and tests, what can be served amid other business; its head says what of it has
been read. Which row serves one of it a reader judged of eight that a search found; where none did it is not asked.
None of these demands is trained on. ``outside_blind10.yaml`` holds projects as platforms publish them; it was written
when demands of that register were first trained, by hands that saw the list of rows only, and has not been read: which
signs and scales serve them was compared on it as a whole. ``outside_blind9.yaml`` to ``outside_blind3.yaml`` were
written by hands that saw nothing of knowledge or training. Of the ninth twenty were read after it was judged, and the
signs of the product were made of what they showed. The eighth has been read since calibration 2026.22; of the seventh
nine have been, after it was judged once, of the sixth eleven, of the fifth some twenty. Calibrations were compared on
the fifth to eighth as a whole. The fourth and third have been read since calibration 2026.18, the last before the sign
``said`` was made. Dev and ``outside.yaml`` were looked at when the first signs were chosen; ``outside_blind.yaml`` was
measured with the signs before these, ``outside_blind2.yaml`` with those before acts, and was read before calibration
2026.17. ``acts.yaml``, demands for acts of others, was looked at while the reading of acts was made; its other half is
answerable.
A gap is right when its product, its parameter or the wish beside them is named by one of the expected words. How many
are so without the demand's own words (its wish, the clause that tells what it is about), which stand for the parameter
where none is certain, is told beside it, and how many are right when the deed of others and the field that a gap also
names count as well.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from api.bench.graded import GradedSet, read_graded
from benchmarks.calibration.worlds import DAY, TOP, Case, cases, industries_of, without_metrology
from benchmarks.shipped import shipped_trade
from intake.fields import SERVICE_CATEGORIES
from intake.reading.record import read_draft
from kb.embedding import Embedder, open_embedder
from kb.snapshot import build_snapshot
from kb.trade.compiled import Trade
from matcher.doubt.abstaining import answer_confidence, is_abstained
from matcher.doubt.confidence import Calibration, shipped
from matcher.doubt.unmet import unmet
from matcher.doubt.wishes import own_words, wish_of
from matcher.matchlist import MatchList
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from matcher.service import wanted_of
from matcher.task_matches import TaskMatches

GRADED = Path("tests/golden/matching")
AMID_BUSINESS = "errands_blind.yaml"
NEWEST = "outside_blind11.yaml"
OUTSIDE = (
    NEWEST,
    AMID_BUSINESS,
    "outside_blind10.yaml",
    "outside_blind9.yaml",
    "outside_blind8.yaml",
    "outside_blind7.yaml",
    "outside_blind6.yaml",
    "outside_blind5.yaml",
    "outside_blind4.yaml",
    "outside_blind3.yaml",
    "outside_blind2.yaml",
    "outside_blind.yaml",
    "outside.yaml",
    "acts.yaml",
)
METROLOGY_TOO = (NEWEST, AMID_BUSINESS, "outside_blind10.yaml", "outside_blind9.yaml")
"""Written when the set had industries of metrology: asked of houses that have these too."""
EVERYWHERE = (
    *METROLOGY_TOO[2:],
    "outside_blind8.yaml",
    "outside_blind7.yaml",
    "outside_blind6.yaml",
    "outside_blind5.yaml",
)
"""What is outside here is so of all industries, so of any house; each answerable demand names the row it is about."""
ANSWERABLE = (AMID_BUSINESS, *EVERYWHERE, "outside_blind4.yaml", "outside_blind3.yaml", "acts.yaml")
"""These hold demands too that some centre serves, most told beside other business; but for the first five not each has
its row in the set."""
HOUSES = (1, 3, 9, 18, 36)
"""Industries in a house, the last for all of them. All houses of a size share the industries out, so one of them holds
each answerable demand's row; what is outside is asked of :data:`ASKED` of them."""
ASKED = 4
ENDING = "，要CMA报告，一个样多少钱，几天能出报告"
"""What people add who ask for any service; it should change nothing of whether anybody fits (ADR 0047)."""
SEED = 11
"""Other worlds than those of the training."""


class Said(NamedTuple):
    """One answer: the size of its world, whether it can be served, the confidence in thousandths, and whether nobody is
    proposed."""

    size: int
    is_answerable: bool
    sure: int
    is_held: bool
    is_published: bool = False


class Gaps(NamedTuple):
    """One answer to what is outside: whether nobody is proposed, and whether the gap names the right thing – by product
    and parameter, by these without the demand's own words, and by all that it names; and whether it is filed under the
    right service, none where no reader said which that is."""

    is_held: bool
    is_right: bool
    is_known: bool
    is_right_in_all: bool
    is_filed_right: bool | None = None


def page(said: Sequence[Said], outside: Mapping[str, Sequence[Gaps]], calibration: Calibration) -> Iterator[str]:
    """The report, line by line; ``outside``: the answers by file."""
    published = "" if calibration.published is None else f", of published demands {calibration.published.least}"
    yield f"threshold {calibration.least}{published}; {len(said)} answers on dev"
    yield "| industries in the world | outside | abstained | answerable | lost |\n|---|---|---|---|---|"
    for size in (*sorted({one.size for one in said}), None):
        yield _row(str(size or "all"), [one for one in said if size in (None, one.size)])
    yield _row("all, told", [one for one in said if not one.is_published])
    yield _row("all, published", [one for one in said if one.is_published])
    yield "\n| confidence | answers | mean said | answerable, balanced |\n|---|---|---|---|"
    own_weight = 1 / max(1, sum(one.is_answerable for one in said))
    away_weight = 1 / max(1, sum(not one.is_answerable for one in said))
    for low in range(0, 1000, 100):
        some = [one for one in said if low <= one.sure < low + 100]
        right = sum(own_weight for one in some if one.is_answerable)
        wrong = sum(away_weight for one in some if not one.is_answerable)
        mean = sum(one.sure for one in some) / max(1, len(some))
        yield f"| {low}–{low + 99} | {len(some)} | {mean:.0f} | {1000 * right / ((right + wrong) or 1):.0f} |"
    yield "\n| proposed from | answered | of these outside, balanced |\n|---|---|---|"
    for at in (0, 100, 200, 300, 400, 500, 700, 900):
        kept = [one for one in said if one.sure >= at]
        right = sum(own_weight for one in kept if one.is_answerable)
        wrong = sum(away_weight for one in kept if not one.is_answerable)
        yield f"| {at} | {_percent(right)} | {_percent(wrong / ((right + wrong) or 1))} |"
    for name, answers in outside.items():
        held = [one for one in answers if one.is_held]
        named = [one.is_right for one in held]
        yield (
            f"\n{name}, all industries: {len(answers)} outside, abstained {_percent(len(held) / len(answers))} "
            f"({len(held)}), right gap {_share(named)} ({sum(named)}), not by its own words "
            f"{sum(one.is_known for one in held)}, with its deed and field {sum(one.is_right_in_all for one in held)}"
            f"{_filed(held)}"
        )


def _filed(held: Sequence[Gaps]) -> str:
    said = [one.is_filed_right for one in held if one.is_filed_right is not None]
    return f", right service {_share(said)} ({sum(said)} of {len(said)})" if said else ""


def _row(name: str, some: Sequence[Said]) -> str:
    away, own = ([one.is_held for one in some if one.is_answerable is side] for side in (False, True))
    return f"| {name} | {len(away)} | {_share(away)} | {len(own)} | {_share(own)} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _share(flags: Sequence[bool]) -> str:
    return _percent(sum(flags) / max(1, len(flags)))


def hand_written(index: SnapshotSearch, embedder: Embedder, name: str, ending: str = "") -> Iterator[Gaps]:
    """The demands of a file that are outside, in a house."""
    data = _read(name)
    for one in data.get("demands") or data["outside"]:
        wanted = _wanted(one, ending)
        found = find(wanted, index, embedder, TOP)
        gaps = unmet(TaskMatches(whole=found), wanted)
        said = " ".join(f"{gap.product or ''} {gap.parameter or ''} {gap.wish or ''}" for gap in gaps)
        own = own_words(wanted.whole, () if found.beyond is None else found.beyond.words)
        known = said.replace(own, "").replace(wish_of(wanted.whole) or own, "")
        every = " ".join([said, *(f"{gap.service} {gap.field or ''}" for gap in gaps)])
        right = (any(name in told for name in one["names"]) for told in (said, known, every))
        yield Gaps(is_held(found), *right, is_filed_right=_is_filed_right(one.get("service"), gaps[0].service))


def _is_filed_right(service: str | None, filed: str) -> bool | None:
    """What none of the seven services is stands right under any deed of others, and where nothing is said of it."""
    if service is None:
        return None
    return filed == service if service in SERVICE_CATEGORIES else filed not in SERVICE_CATEGORIES


def _said(case: Case, calibration: Calibration) -> Said:
    sure = answer_confidence(TaskMatches(whole=case.found), calibration)
    is_published = case.found.signs is not None and case.found.signs.published > 0
    return Said(case.size, case.is_answerable, sure or 0, is_held(case.found), is_published)


def _wanted(said: Mapping[str, str], ending: str = "") -> Wanted:
    """A demand as it was written, or with an ending put to it; only published ones have titles."""
    title, text = said.get("title", ""), said["text"]
    text = text.rstrip("。") + ending if ending else text
    return wanted_of(read_draft(title, text), text, title, DAY)


def is_held(found: MatchList) -> bool:
    """Whether the shipped calibration proposes nobody."""
    return is_abstained(TaskMatches(whole=found), shipped())


def answerable(index: SnapshotSearch, embedder: Embedder, name: str, ending: str = "") -> Iterator[bool]:
    """Of each demand of a file of :data:`ANSWERABLE` that a centre of the house serves, whether it is lost."""
    held = {passage.id for passage in index.passages}
    for one in _read(name)["answerable"]:
        if one.get("row") not in (None, *held):
            continue
        found = find(_wanted(one, ending), index, embedder, TOP)
        yield is_held(found)


def by_house(graded: GradedSet, embedder: Embedder, trade: Trade) -> Iterator[str]:
    """The demands of :data:`EVERYWHERE` in houses of fewer industries, line by line."""
    yield "\n| industries in a house | set | outside | abstained | right gap, of all | answerable | lost |"
    yield "|---|---|---|---|---|---|---|"
    of_target = industries_of(GRADED)
    for size, (names, every) in product(HOUSES, _of_houses()):
        most = len(every) if size == HOUSES[-1] else size
        shares = [set(every[begin : begin + most]) for begin in range(0, len(every), most)]
        houses = [
            house_of(graded, embedder, trade, {one for one in of_target if of_target[one] in some}) for some in shares
        ]
        asked = houses[:: max(1, len(houses) // ASKED)][:ASKED]
        for name in names:
            told = [one for house in asked for one in hand_written(house, embedder, name)]
            lost = [one for house in houses for one in answerable(house, embedder, name)]
            held, right = [one.is_held for one in told], [one.is_held and one.is_right for one in told]
            yield (
                f"| {most} | {name} | {len(told)} | {_share(held)} | {_share(right)} | {len(lost)} "
                f"| {_share(lost)} ({sum(lost)}) |"
            )


def _of_houses() -> Iterator[tuple[list[str], list[str]]]:
    """The files of :data:`EVERYWHERE` that are asked of the same houses, and the industries of these, shuffled."""
    every = sorted({*industries_of(GRADED).values()})
    older = [name for name in EVERYWHERE if name not in METROLOGY_TOO]
    newer = [name for name in EVERYWHERE if name in METROLOGY_TOO]
    for names, industries in ((newer, every), (older, without_metrology(every))):
        random.Random(SEED).shuffle(industries)
        yield names, industries


def house_of(
    graded: GradedSet, embedder: Embedder, trade: Trade, held: Collection[str] | None = None
) -> SnapshotSearch:
    """The rows of the graded set that a house holds, by their ids; all where nothing is said."""
    rows = [one.passage() for one in graded.targets if held is None or one.id in held]
    return SnapshotSearch(build_snapshot(rows, embedder, trade=trade))


def _read(name: str) -> Any:
    return yaml.safe_load((GRADED / name).read_text("utf-8"))


def main() -> int:
    """Judge and print."""
    graded, embedder = read_graded(GRADED), open_embedder()
    trade, calibration = shipped_trade(embedder), shipped()
    said = [
        _said(case, calibration)
        for case in cases(graded, GRADED, "dev", embedder, trade, SEED)
        if case.found.signs is not None
    ]
    tests = set(without_metrology(industries_of(GRADED).values()))
    testing = {row for row, industry in industries_of(GRADED).items() if industry in tests}
    both, only_tests = house_of(graded, embedder, trade), house_of(graded, embedder, trade, testing)
    whole = {name: both if name in METROLOGY_TOO else only_tests for name in OUTSIDE}
    outside = {name: list(hand_written(whole[name], embedder, name)) for name in OUTSIDE}
    for line in page(said, outside, calibration):
        print(line)
    for name in ANSWERABLE:
        lost = list(answerable(whole[name], embedder, name))
        print(f"\n{name}, answerable beside other business: {len(lost)}, lost {_share(lost)} ({sum(lost)})")
    for name in (one for one in EVERYWHERE if one not in METROLOGY_TOO):
        held = [one.is_held for one in hand_written(whole[name], embedder, name, ENDING)]
        lost = list(answerable(whole[name], embedder, name, ENDING))
        print(
            f"\n{name}, ended with {ENDING}: abstained {_share(held)} of {len(held)}, lost {sum(lost)} of {len(lost)}"
        )
    for line in by_house(graded, embedder, trade):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
