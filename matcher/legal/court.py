"""One demand before the rows of all annexes: ``Court(wanted, kin).ruling(passage) → Ruling``.

Every side is looked at on its own and the gravest finding decides; what was found for one cell is found for all rows
that hold the same, so a ruling costs microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from foundation.language import sentence
from kb.passages import Passage, ScopeFacts
from matcher.legal import marks, restrictions, standards, subjects, validity
from matcher.legal.asked import Asked
from matcher.legal.finding import Finding, gravity
from matcher.legal.kin import Kin, squeezed
from matcher.legal.names import is_all, is_some
from matcher.legal.ruling import WAY_OF, LegalState, Ruling

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
        self._rows: dict[tuple[str, bool], tuple[str | None, list[Finding]]] = {}

    def state(self, passage: Passage, strangeness: int = 0) -> LegalState:
        """The state alone: what the score needs. ``strangeness`` of the row's trade in thousandths."""
        return max(self._findings(passage, strangeness)[1], key=gravity).state

    def ruling(self, passage: Passage, strangeness: int = 0) -> Ruling:
        """The state, what follows from it, and every finding, the gravest first; the certificate is always told."""
        parameter, findings = self._findings(passage, strangeness)
        ordered = sorted(findings, key=gravity, reverse=True)
        state = ordered[0].state
        says = [finding.says for finding in ordered]
        return Ruling(state=state, way=WAY_OF[state], findings=tuple(says), parameter=parameter)

    def _findings(self, passage: Passage, strangeness: int) -> tuple[str | None, list[Finding]]:
        """All findings, the certificate's first; a row that was scored is not looked at again when it is told."""
        row = passage.id, strangeness >= subjects.STRANGE
        if row not in self._rows:
            self._rows[row] = self._look(passage, strangeness)
        return self._rows[row]

    def _look(self, passage: Passage, strangeness: int) -> tuple[str | None, list[Finding]]:
        fields, facts, asked = passage.fields, passage.scope, self.asked
        product, row, cited = fields.get("product", ""), fields.get("parameter", ""), fields.get("standards", "")
        limits = (facts.restriction if facts is not None else None) or fields.get("limit", "")
        parameter, beside = self._parameter(row)
        strange = str(min(strangeness, subjects.STRANGE))
        found = [*self._certificate(facts), *beside]
        found += self._once(
            lambda: subjects.look_at_product(product, asked.wanted.product, asked.kin, strangeness),
            "p",
            product,
            strange,
        )
        found += self._once(lambda: standards.look(cited, asked.standards, asked.day), "s", cited)
        note = fields.get("body", "")
        for cell in (limits, _excluding(product), _excluding(row), _excluding(note)):
            if cell:
                found += self._limits(cell, row)
        if row and (is_all(row) or is_some(row)):
            found += self._once(lambda: self._whole_standard(row, cited), "a", row, cited)
        return parameter, found

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
        if cells not in self._known:
            self._known[cells] = look()
        return self._known[cells]

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


_CUES = re.compile(r"不(?:含|包括|包含|做|测|检|能|适用)|除.{1,40}外|除外|仅|只[做测检用限]|限于")


def _excluding(cell: str) -> str:
    """What limits a row from within another of its cells: 螺栓（不含地脚螺栓）, 全部参数（除盐雾外）."""
    if not cell or _CUES.search(cell) is None:
        return ""
    inside = [part for part in re.split(r"[()（）\[\]【】;；。]", cell) if _CUES.search(part)]
    return "；".join(inside)
