"""``python -m benchmarks.legal_gate``: every case before the gate and before the oracle, in figures."""

from __future__ import annotations

import time
from collections import Counter
from functools import cache
from typing import NamedTuple

from benchmarks.legal_gate.assessors import SAID, alone, assessed, assessor_sets, told, wrong
from benchmarks.legal_gate.by_hand import by_hand, odd_words
from benchmarks.legal_gate.case import Case
from benchmarks.legal_gate.classes import classes
from benchmarks.legal_gate.grammar import generated
from benchmarks.legal_gate.oracle import may_offer
from kb.trade.kinds import Kinds
from kb.trade.lexicon import Lexicon, concepts_of
from kb.trade.reading import read_knowledge
from matcher.legal.court import Court
from matcher.legal.kin import Kin
from matcher.legal.ruling import Ruling


class Judged(NamedTuple):
    """A case with what the gate ruled and what the oracle says."""

    case: Case
    ruling: Ruling
    is_lawful: bool

    @property
    def outcome(self) -> str:
        """``violation``: offered, unlawful; ``false refusal``: lawful, refused; ``held``: lawful, to be checked."""
        if self.ruling.way == "test":
            return "offered" if self.is_lawful else "violation"
        if not self.is_lawful:
            return "kept back"
        return "held" if self.ruling.way == "check" else "false refusal"

    @property
    def is_called_right(self) -> bool:
        """Whether the row is called what it is, where it is one thing only."""
        return self.case.state is None or self.case.state == self.ruling.state


def cases() -> list[Case]:
    """All cases, generated and by hand."""
    return [*generated(), *classes(), *by_hand(), *odd_words()]


def judged(all_cases: list[Case]) -> list[Judged]:
    """Every case ruled on."""
    kin = shipped()
    return [Judged(case, Court(case.wanted, kin).ruling(case.row), may_offer(case)) for case in all_cases]


@cache
@cache
def shipped() -> Kin:
    """What the shipped knowledge says of names, as a match asks it."""
    knowledge = read_knowledge()
    return Kin(Lexicon(concepts_of(knowledge.fields)), kinds=Kinds(knowledge.kinds))


def main() -> None:
    """Print the figures by kind, and every case that went wrong."""
    found = judged(cases())
    by_kind: dict[str, Counter[str]] = {}
    for one in found:
        by_kind.setdefault(one.case.kind, Counter())[one.outcome] += 1
    columns = ("offered", "kept back", "held", "false refusal", "violation")
    print(f"{'kind':<18}{'cases':>7}" + "".join(f"{name:>15}" for name in columns))
    for kind, counts in by_kind.items():
        print(f"{kind:<18}{counts.total():>7}" + "".join(f"{counts[name]:>15}" for name in columns))
    total = Counter(one.outcome for one in found)
    print(f"{'all':<18}{len(found):>7}" + "".join(f"{total[name]:>15}" for name in columns))
    lawful = sum(one.is_lawful for one in found)
    print(
        f"false refusals: {total['false refusal']} of {lawful} lawful ({total['false refusal'] / lawful:.1%});", end=" "
    )
    print(f"held for a check: {total['held']} ({total['held'] / lawful:.1%})")
    named = [one for one in found if one.case.state is not None]
    print(f"called what they are: {sum(one.is_called_right for one in named)} of {len(named)}")
    row, court = found[0].case.row, Court(found[0].case.wanted, shipped())
    court.ruling(row)
    begun = time.process_time()
    for _ in range(20_000):
        court.ruling(row)
    print(f"a ruling on a row of known cells: {(time.process_time() - begun) / 20_000 * 1e6:.1f} µs")
    for one in found:
        if one.outcome in ("violation", "false refusal") or not one.is_called_right:
            said = " | ".join(str(finding) for finding in one.ruling.findings)
            print(f"{one.outcome} [{one.case.kind}] {one.ruling.state} ≠ {one.case.state}: {one.case.limits!r} {said}")
            print(f"    {one.case.text} | {one.case.row.fields}")
    before_assessors()


def before_assessors() -> None:
    """The cases that assessors wrote, file by file: what must not be offered as it stands, and what may."""
    for name in assessor_sets():
        every = assessed(name)
        said = Counter((case.lawful == "yes", told(case, shipped())[0]) for case in every)
        print(
            f"{name}: {len(every)} cases; must not be offered as they stand: "
            f"{said[False, 'refused']} refused, {said[False, 'check']} to check, {said[False, 'offered']} offered; "
            f"may be: {said[True, 'offered']} offered, {said[True, 'check']} to check, {said[True, 'refused']} refused"
        )
        bare = Counter((case.lawful == "yes", told(alone(case), shipped())[0]) for case in every)
        print(
            f"    on that side alone: {bare[False, 'offered']} of {sum(bare[False, one] for one in SAID)} offered; "
            f"of {sum(bare[True, one] for one in SAID)} that may be {bare[True, 'offered']}"
        )
        for case, ruling in wrong(every, shipped()):
            print(
                f"    {case.lawful}: {ruling.state} | {case.text} | {case.restriction or case.marks} | {case.because}"
            )


if __name__ == "__main__":
    main()
