"""YAML → scheme, with every fault explained and its line named.

Numbers are taken as they are written (``0.30`` never passes through a binary float). All faults are reported together,
in the order of the lines: what the form does not allow (unknown, doubled, missing and empty keys, wrong values) and
what contradicts itself (:mod:`evaluation.editions.contradictions`). A file says ``kind: checklist`` when it gives no
points (:mod:`evaluation.editions.checklist`). ``take: [A1, B1.3]`` under a group copies indicators of the scheme that
``take_from`` names; they then belong to this scheme, as derived ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from evaluation.editions.checklist import CheckScheme
from evaluation.editions.contradictions import Path, checklist_contradictions, contradictions
from evaluation.editions.scheme import Scheme
from evaluation.editions.taking import take_over
from evaluation.explaining import explained, faults_of
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

_LARGEST = 2_000_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = ("LIN", "RATE", "YN", "CHK", "LVL", "LIK", "ALL", "SHARE", "PARTS")
AnyScheme = Scheme | CheckScheme


class SchemeFault(Value):
    """One fault: the ``line`` of the YAML text (from 1), the ``place`` as a path of keys, and what is wrong there."""

    line: int
    place: str
    explanation: Sentence


def load_scheme(text: str, known: Mapping[str, Scheme] | None = None) -> Scheme:
    """The scheme with points written in ``text``.

    Raises ``InvalidInput`` that names how many faults there are and the first, or that this is a checklist.
    """
    scheme = load_any_scheme(text, known)
    if not isinstance(scheme, Scheme):
        raise InvalidInput("scheme_is_checklist", "{name} 是清单型方案，不打分", field="kind", name=scheme.name)
    return scheme


def load_any_scheme(text: str, known: Mapping[str, Scheme] | None = None) -> AnyScheme:
    """The scheme or checklist written in ``text``; ``InvalidInput`` names how many faults there are and the first."""
    scheme, faults = read_scheme(text, known)
    if scheme is None or faults:
        first = faults[0]
        refusal = InvalidInput(
            "scheme_invalid",
            "评价方案有 {count} 处错误；第 {line} 行 {place}：{explanation}",
            field=first.place,
            count=len(faults),
            line=first.line,
            place=first.place,
        )
        raise explained(refusal, first.explanation)
    return scheme


def read_scheme(
    text: str, known: Mapping[str, Scheme] | None = None
) -> tuple[AnyScheme | None, tuple[SchemeFault, ...]]:
    """The scheme (``None`` when it cannot be built) and all faults, by line.

    ``known`` are the schemes, by name, from which indicators may be taken over.
    """
    if len(text) > _LARGEST:
        return None, (SchemeFault(line=1, place="", explanation=sentence("文件过大")),)
    reader = _Reader()
    try:
        node = yaml.compose(text, Loader=_LOADER)
        plain = reader.plain(node, ()) if node is not None else None
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        reader.fault((), sentence("不是合法的 YAML：{problem}", problem=str(getattr(fault, "problem", fault))), mark)
        return None, reader.sorted_faults()
    if not isinstance(plain, dict):
        reader.fault((), sentence("文件的最外层要是键和值"))
        return None, reader.sorted_faults()
    is_checklist = plain.get("kind") == "checklist"
    if not is_checklist:
        _spread_level_scores(plain)
        for place, explanation in take_over(plain, known or {}):
            reader.fault(place, explanation)
    for place, explanation in checklist_contradictions(plain) if is_checklist else contradictions(plain):
        reader.fault(place, explanation)
    scheme: AnyScheme | None = None
    try:
        scheme = CheckScheme.model_validate(plain) if is_checklist else Scheme.model_validate(plain)
    except ValidationError as invalid:
        for place, explanation in faults_of(invalid):
            reader.fault(tuple(part for part in place if part not in _TAGS), explanation)
    return scheme, reader.sorted_faults()


class _Reader:
    """Walks YAML nodes, remembering the line of every key, and collects faults."""

    def __init__(self) -> None:
        self._lines: dict[Path, int] = {(): 1}
        self._faults: list[SchemeFault] = []
        self._walked: set[int] = set()
        self._told: set[Path] = set()

    def plain(self, node: yaml.Node, place: Path) -> Any:
        """The node as dict, list, text, int, bool or None; floats stay text."""
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.CollectionNode):
            if id(node) in self._walked:  # nested aliases would unfold without end
                self.fault(place, sentence("不能用别名（*）"))
                return None
            self._walked.add(id(node))
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                here = (*place, key)
                if key in found:
                    self.fault(here, sentence("键“{key}”写了两次", key=key), key_node.start_mark)
                self._lines[here] = key_node.start_mark.line + 1
                found[key] = self.plain(value_node, here)
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, number)) for number, item in enumerate(node.value)]
        kind = node.tag.rpartition(":")[2]
        if kind == "int" and node.value.lstrip("+-").isdigit():
            return int(node.value)
        if kind == "bool":
            return node.value.lower() in ("true", "yes", "on")
        return None if kind == "null" else node.value

    def fault(self, place: Path, explanation: Sentence, mark: yaml.Mark | None = None) -> None:
        """Note a fault at this path; its line is that of the path, or of the nearest key around it.

        One place is told once: that a value is empty needs no second word that it is no number.
        """
        if place in self._told and mark is None:
            return
        self._told.add(place)
        known = place
        while known not in self._lines:
            known = known[:-1]
        line = mark.line + 1 if mark else self._lines[known]
        self._faults.append(SchemeFault(line=line, place=_shown(place), explanation=explanation))

    def sorted_faults(self) -> tuple[SchemeFault, ...]:
        """All faults from the top of the file down."""
        return tuple(sorted(self._faults, key=lambda fault: (fault.line, fault.place)))


def _shown(place: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


def _spread_level_scores(plain: dict[str, Any]) -> None:
    """``level_scores`` is written once; every LVL rule without points of its own takes it."""
    shared = plain.pop("level_scores", None)
    waiting: list[Any] = [plain.get("elements")]
    while shared is not None and waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, dict):
            rule = here.get("rule")
            if isinstance(rule, dict) and rule.get("kind") == "LVL":
                rule.setdefault("scores", dict(shared) if isinstance(shared, dict) else shared)
            waiting.extend([here.get("groups"), here.get("indicators")])
