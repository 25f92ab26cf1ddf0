"""What can be found: every capability and expert as one passage of text in named fields.

The index knows passages only. ``fields`` keeps the parts apart (a hit on the product weighs differently from a hit
on a remark); ``text`` is the whole for embedding. The digest tells whether a passage must be embedded again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Literal

from foundation.text import normalise
from foundation.values import Value
from kb.capability import Capability
from kb.expert import Equipment, Expert
from kb.provider import QualificationKind

PassageKind = Literal["capability", "expert", "demand"]


class ScopeFacts(Value):
    """What the legal gate must know of a capability row, kept with its passage so that a match needs no database."""

    qualification: QualificationKind | None = None
    certificate_number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    restriction: str | None = None
    source: str = ""


class Passage(Value):
    """A findable thing. Field names: ``product parameter standards equipment limit title field directions body``."""

    id: str
    kind: PassageKind
    fields: dict[str, str]
    provider_id: str | None = None
    scope: ScopeFacts | None = None

    @property
    def text(self) -> str:
        """All fields in a fixed order, one line; what only repeats itself is left out."""
        return text_of(searchable(self.fields))

    @property
    def digest(self) -> str:
        """SHA-256 of kind and fields: equal digests need no new embedding."""
        return digest_of(self.kind, self.fields)


REPETITIVE_FROM, LEAST_DISTINCT = 80, 5
"""A field of so many characters is repetition when fewer than one in five of its character pairs is new."""


def searchable(fields: Mapping[str, str]) -> Mapping[str, str]:
    """The fields that say something: one into which the same words are written again and again says nothing."""
    if all(len(text) < REPETITIVE_FROM for text in fields.values()):
        return fields
    return {name: text for name, text in fields.items() if not repeats_itself(text)}


def repeats_itself(text: str) -> bool:
    """Whether a text is mere repetition."""
    if len(text) < REPETITIVE_FROM or LEAST_DISTINCT * (len(set(text)) - 1) >= len(text):
        return False  # there are at least as many distinct pairs as characters to go on to
    return LEAST_DISTINCT * len(set(pairwise(text))) < len(text)


FIELD_ORDER = ("product", "parameter", "standards", "title", "field", "directions", "equipment", "limit", "body")


def text_of(fields: Mapping[str, str]) -> str:
    """Searchable fields in a fixed order, one line."""
    return " ".join(filter(None, map(fields.get, FIELD_ORDER)))


def digest_of(kind: str, fields: Mapping[str, str]) -> str:
    """The digest of a passage of this kind with these fields, all of them."""
    covered = "\x1f".join([kind, *[f"{name}={fields.get(name, '')}" for name in FIELD_ORDER]])
    return hashlib.sha256(covered.encode()).hexdigest()


def passage_of_capability(capability: Capability, equipment: Iterable[Equipment] = ()) -> Passage:
    """A row of a scope annex as a passage; ``equipment`` is what the centre measures this parameter with (S0-13)."""
    fields = {
        "product": capability.product,
        "parameter": capability.parameter,
        "standards": "；".join(f"{s} {s.name}" if s.number and s.name else str(s) for s in capability.standards),
        "field": capability.category,
        "equipment": "、".join(" ".join(x for x in (one.name, one.model) if x) for one in equipment),
        "limit": capability.limits,
        "body": capability.note,
    }
    return Passage(
        id=capability.id,
        kind="capability",
        fields=_filled(fields),
        provider_id=capability.provider_id,
        scope=ScopeFacts(
            qualification=capability.qualification,
            certificate_number=capability.certificate_number,
            valid_from=capability.valid_from,
            valid_until=capability.valid_until,
            restriction=capability.limits,
            source=capability.source,
        ),
    )


def passage_of_expert(expert: Expert) -> Passage:
    """What an expert works on. Name, title and degree are no part of it: they say nothing about the matter, and
    personal data does not belong in an index."""
    fields = {"field": expert.field, "directions": "、".join(expert.directions), "body": expert.profile}
    return Passage(id=expert.id, kind="expert", fields=_filled(fields), provider_id=expert.provider_id)


def passages_of(
    capabilities: Iterable[Capability], experts: Iterable[Expert] = (), equipment: Iterable[Equipment] = ()
) -> list[Passage]:
    """Passages of everything, each capability with the equipment of its centre that measures its parameter.

    A piece of equipment is linked when one of the parameters it measures is the row's parameter (compared normalised).
    """
    measuring: dict[tuple[str, str], list[Equipment]] = {}
    for one in sorted(equipment, key=lambda item: (item.name, item.model or "", item.id)):
        for parameter in dict.fromkeys(map(normalise, one.measures)):
            measuring.setdefault((one.provider_id, parameter), []).append(one)
    found = [
        passage_of_capability(row, measuring.get((row.provider_id, normalise(row.parameter or "")), ()))
        for row in capabilities
    ]
    return found + [passage_of_expert(expert) for expert in experts]


def _filled(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: fields[name] or "" for name in FIELD_ORDER if fields.get(name)}
