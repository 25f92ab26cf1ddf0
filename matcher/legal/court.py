"""One demand before the rows of all annexes: ``Court(wanted, kin).ruling(passage) → Ruling``.

Every side is looked at on its own and the gravest finding decides; what was found for one cell is found for all rows
that hold the same, so a ruling costs microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from foundation.language import sentence
from kb.passages import Passage, ScopeFacts
from matcher.legal import marks, restrictions, standards, subjects, validity
from matcher.legal.asked import Asked
from matcher.legal.finding import Finding, gravity
from matcher.legal.kin import Kin, squeezed
from matcher.legal.names import is_all, is_some
from matcher.legal.ruling import FALLEN, STRENGTH, WAY_OF, Ruling

if TYPE_CHECKING:
    from matcher.query import Wanted

Findings = tuple[Finding, ...]


class Court:
    """Rules on rows for one demand."""

    def __init__(self, wanted: Wanted, kin: Kin | None = None) -> None:
        self.asked = Asked(wanted, kin or Kin())
        self._known: dict[tuple[str, ...], Findings] = {}
        self._parameters: dict[str, tuple[str | None, Findings]] = {}
        self._certificates: dict[object, Findings] = {}
        # The whole of a demand and its tasks tell many rows alike: what was said of the very same one is said again.
        self._rulings: dict[tuple[str, bool], tuple[Passage, Ruling]] = {}

    @staticmethod
    def heard(wanted: Wanted, spoken: Iterable[str]) -> tuple[object, ...]:
        """All that a ruling hears of a demand: tasks that say the same here may stand before one court.

        ``spoken`` are the products of its :class:`Kin`.
        """
        words, cited = wanted.said or wanted.whole, wanted.cited or wanted.standards
        return words, cited, wanted.product, wanted.parameters, wanted.marks, wanted.planned_on, frozenset(spoken)

    def has_fallen(self, passage: Passage, strangeness: int = 0) -> bool:
        """Whether the row's state is one of :data:`FALLEN`: all that the score needs.

        ``strangeness`` of the row's trade is in thousandths. A side is looked at only while none has settled it, and
        the parameter not at all: what is found there is never so grave.
        """
        fields, facts = passage.fields, passage.scope
        certificate = self._certificate(facts)
        border = _UNSTATED if certificate[0].state == "unstated" else _KEPT
        return (
            _outweighs(certificate, border)
            or _outweighs(self._standards(fields.get("standards", "")), border)
            or _outweighs(self._product(fields.get("product", ""), strangeness), border)
            or any(_outweighs(findings, border) for findings in self._limited(passage))
        )

    def ruling(self, passage: Passage, strangeness: int = 0) -> Ruling:
        """The state, what follows from it, and every finding, the gravest first; the certificate is always told."""
        row = passage.id, strangeness >= subjects.STRANGE
        said = self._rulings.get(row)
        if said is None or said[0] is not passage:
            said = self._rulings[row] = passage, self._ruling(passage, strangeness)
        return said[1]

    def _ruling(self, passage: Passage, strangeness: int) -> Ruling:
        parameter, findings = self._findings(passage, strangeness)
        ordered = sorted(findings, key=gravity, reverse=True)
        state = ordered[0].state
        says = [finding.says for finding in ordered]
        return Ruling(state=state, way=WAY_OF[state], findings=tuple(says), parameter=parameter)

    def _findings(self, passage: Passage, strangeness: int) -> tuple[str | None, list[Finding]]:
        """The demanded parameter the row was held against, and all findings, the certificate's first."""
        fields = passage.fields
        row, cited = fields.get("parameter", ""), fields.get("standards", "")
        parameter, beside = self._parameter(row)
        found = [*self._certificate(passage.scope), *beside]
        found += self._product(fields.get("product", ""), strangeness)
        found += self._standards(cited)
        for findings in self._limited(passage):
            found += findings
        if row and (is_all(row) or is_some(row)):
            found += self._once(lambda: self._whole_standard(row, cited), "a", row, cited)
        return parameter, found

    def _product(self, product: str, strangeness: int) -> Findings:
        strange = min(strangeness, subjects.STRANGE)
        asked = self.asked
        return self._once(
            lambda: subjects.look_at_product(product, asked.wanted.product, asked.kin, strange),
            "p",
            product,
            "strange" if strange == subjects.STRANGE else "",
        )

    def _standards(self, cited: str) -> Findings:
        asked = self.asked
        return self._once(lambda: standards.look(cited, asked.standards, asked.day, asked.manner), "s", cited)

    def _limited(self, passage: Passage) -> Iterator[Findings]:
        """What each cell that limits the row brings: its restriction, and what its other cells exclude."""
        fields, facts = passage.fields, passage.scope
        row = fields.get("parameter", "")
        limits = (facts.restriction if facts is not None else None) or fields.get("limit", "")
        excluding = (_excluding(cell) for cell in (fields.get("product", ""), row, fields.get("body", "")))
        for cell in (limits, *excluding):
            if cell:
                yield self._limits(cell, row)

    def _certificate(self, facts: ScopeFacts | None) -> Findings:
        if facts is None:
            return validity.look(None, self.asked.day)
        held = facts.qualification, facts.valid_from, facts.valid_until
        if held not in self._certificates:
            self._certificates[held] = validity.look(facts, self.asked.day) + marks.look(facts, self.asked.marks)
        return self._certificates[held]

    def _parameter(self, row: str) -> tuple[str | None, Findings]:
        if row not in self._parameters:
            self._parameters[row] = subjects.look_at_parameter(row, self.asked.wanted.parameters, self.asked.kin)
        return self._parameters[row]

    def _limits(self, cell: str, row: str) -> Findings:
        return self._once(lambda: restrictions.look(cell, squeezed(row), self.asked), "l", cell, row)

    def _once(self, look: Callable[[], Findings], *cells: str) -> Findings:
        found = self._known.get(cells)
        if found is None:
            found = self._known[cells] = look()
        return found

    def _whole_standard(self, row: str, cited: str) -> Findings:
        """全部参数 holds for what stands in the standard: plain only where that standard itself is demanded."""
        wanted = self.asked.wanted.parameters
        if is_some(row):
            return (Finding("to_check", sentence("附表只写“{row}”，含不含您要的项目请核对", row=row)),)
        held = {one.key for one in standards.editions_in(cited)}
        if not wanted or any(one.key in held for one in self.asked.standards):
            return ()
        told = sentence("附表写“{row}”，标准里有没有“{asked}”请核对", row=row, asked="、".join(wanted))
        return (Finding("to_check", told),)


_UNSTATED = STRENGTH.index("unstated")
_KEPT = max(place for place, state in enumerate(STRENGTH[:_UNSTATED]) if state not in FALLEN)
"""So grave may findings be at most without a row falling; one that is unstated is not made worse by lesser ones."""


def _outweighs(findings: Findings, border: int) -> bool:
    return any(gravity(finding) > border for finding in findings)


_CUES = re.compile(r"不(?:含|包括|包含|做|测|检|能|适用)|除.{1,40}外|除外|仅|只[做测检用限]|限于")


@lru_cache(maxsize=16_384)
def _excluding(cell: str) -> str:
    """What limits a row from within another of its cells: 螺栓（不含地脚螺栓）, 全部参数（除盐雾外）."""
    if not cell or _CUES.search(cell) is None:
        return ""
    inside = [part for part in re.split(r"[()（）\[\]【】;；。]", cell) if _CUES.search(part)]
    return "；".join(inside)
