"""Which of the five service systems an assessment covers (S1-11, N26)."""

from __future__ import annotations

from evaluation.assessment import Content
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import scheme_named
from evaluation.indicators import SERVICE_SYSTEMS
from foundation.errors import DockingError
from foundation.values import Value


class Coverage(Value):
    """``covered`` and ``missing`` together are the five; both empty when the scheme's indicators carry no system."""

    covered: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether the scheme says to which system an indicator belongs."""
        return bool(self.covered or self.missing)


def coverage(assessment: Content) -> Coverage:
    """A system is covered when at least one of its indicators has a score."""
    scheme = scheme_of(assessment)
    if scheme is None or not any(leaf.service_system for leaf in scheme.indicators):
        return Coverage(covered=(), missing=())
    assessed = {line.id for line in assessment.results.indicators if line.score is not None}
    found = {leaf.service_system for leaf in scheme.indicators if leaf.id in assessed}
    return Coverage(
        covered=tuple(system for system in SERVICE_SYSTEMS if system in found),
        missing=tuple(system for system in SERVICE_SYSTEMS if system not in found),
    )


def scheme_of(assessment: Content) -> Scheme | None:
    """The shipped scheme under whose very text the assessment was made, ``None`` for a scheme of somebody's own."""
    try:
        scheme = scheme_named(assessment.grading.scheme)
    except DockingError:
        return None
    return scheme if scheme.sha256 == assessment.grading.scheme_sha256 else None
