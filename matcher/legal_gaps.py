"""What of the demanded tests nobody may do on the planned day although somebody could: gaps with their legal reason.

What nobody can do at all is another matter and is found elsewhere; here a row was there and the law stood in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foundation.language import sentence
from matcher.lawful import test_lists
from matcher.legal.ruling import LegalState
from matcher.matchlist import Hit
from matcher.outcome import GAP_REASONS, Gap, GapReason
from matcher.query import Wanted
from matcher.scope import NEEDS_SCOPE
from matcher.task_matches import TaskMatches

REASON: Mapping[LegalState, GapReason] = {
    "unstated": "unannounced",
    "not_yet": "unannounced",
    "other_standard": "unannounced",
    "other_mark": "unannounced",
    "open_ended": "lapsed",
    "lapsed": "lapsed",
    "other_year": "superseded",
    "superseded": "superseded",
    "excluded": "excluded",
}
"""Why a test is a gap, by what its best row is. A row of another product is no row for it."""


def legal_gaps(found: TaskMatches, wanted: Wanted) -> tuple[Gap, ...]:
    """One gap for each demanded parameter – or for the test as a whole, where none is named – that nobody may do."""
    gaps = [gap for hits in test_lists(found, wanted) for gap in _gaps(hits, wanted)]
    return tuple({(gap.parameter, gap.reason): gap for gap in gaps}.values())


def _gaps(hits: Sequence[Hit], wanted: Wanted) -> Iterator[Gap]:
    for parameter in wanted.parameters or (None,):
        ruled = [hit.ruling for hit in hits if hit.ruling is not None and hit.ruling.parameter == parameter]
        if any(ruling.way in ("test", "check") for ruling in ruled):
            continue
        reason = next((REASON[ruling.state] for ruling in ruled if ruling.state in REASON), None)
        if reason is None:
            continue
        what = parameter or wanted.product or NEEDS_SCOPE
        yield Gap(
            service=NEEDS_SCOPE,
            product=wanted.product,
            parameter=parameter,
            standard=wanted.standards[0] if wanted.standards else None,
            reason=reason,
            says=sentence(
                "“{what}”找到了相近的能力，但不能按批准范围提供：{reason}", what=what, reason=GAP_REASONS[reason]
            ),
        )
