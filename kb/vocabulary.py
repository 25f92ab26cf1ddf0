"""The closed lists of the trade, as data in ``kb/data``: services of clause 6, life-cycle stages, elements of quality
infrastructure, kinds of qualification, and industries tied to GB/T 4754-2017.

Terms are the source documents' own words; they are compared as they stand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from foundation.text import normalise
from foundation.values import Value

_DATA = Path(__file__).parent / "data"


class ServiceKind(Value):
    """One of the seven services, with the subtypes that its clause names and, where it names them, stages or modes."""

    id: str
    name: str
    clause: str
    requirement: str
    subtypes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


class Industry(Value):
    """An industry as enterprises name it: ``section`` (a letter) and ``divisions`` (two figures) of GB/T 4754-2017."""

    name: str
    section: str
    divisions: tuple[str, ...]
    words: tuple[str, ...] = ()


class Vocabulary(Value):
    """All lists together."""

    services: tuple[ServiceKind, ...]
    life_cycle_stages: tuple[str, ...]
    quality_infrastructure: tuple[str, ...]
    platform_fields: tuple[str, ...]
    metrology_fields: tuple[str, ...]
    qualification_kinds: dict[str, str]
    industry_sections: dict[str, str]
    industries: tuple[Industry, ...]

    def service(self, name: str) -> ServiceKind | None:
        """The service with this name or id."""
        return next((kind for kind in self.services if name in (kind.name, kind.id)), None)

    def service_of_subtype(self, subtype: str) -> ServiceKind | None:
        """The service that names this subtype."""
        return next((kind for kind in self.services if subtype in kind.subtypes), None)

    def industries_in(self, text: str) -> tuple[Industry, ...]:
        """Industries whose name or one of whose words stands in ``text``; most words first, then in list order."""
        folded = normalise(text)
        counted = [
            (sum(normalise(word) in folded for word in (industry.name, *industry.words)), industry)
            for industry in self.industries
        ]
        return tuple(industry for count, industry in sorted(counted, key=lambda pair: -pair[0]) if count)


@cache
def vocabulary() -> Vocabulary:
    """The lists that ship with the program."""
    industries = _read("industries.yaml")
    return Vocabulary.model_validate(
        {
            "services": _read("services.yaml"),
            **_read("terms.yaml"),
            "industry_sections": industries["sections"],
            "industries": industries["industries"],
        }
    )


def _read(name: str) -> Any:
    import yaml

    return yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))
