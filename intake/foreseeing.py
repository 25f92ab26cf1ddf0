"""What confirming a talk would make of it, before anything is made: shown on the form that asks to confirm."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from intake import store
from intake.demand import Draft
from intake.entering.duplicates import find_similar
from intake.own_words import Wording, wording_of
from intake.releasing.released import OPEN, Released, released

_COMPARED = 2_000
_SHOWN = 3


def digest_of(wording: Wording) -> str:
    """A short name for what would be published: who confirms names what was shown, so that nothing else goes out."""
    return hashlib.sha256(f"{wording.title}\n{wording.condensed}".encode()).hexdigest()[:16]


def foresee(session: Session, draft: Draft) -> tuple[Wording, tuple[Released, ...]]:
    """How the draft would be worded, and released demands that say nearly the same, best first, at most three.

    Others' demands that nobody released are not even counted.
    """
    wording = wording_of(draft)
    texts = store.condensed_texts(session, OPEN, _COMPARED)
    near = (released(store.get_demand(session, found.id)) for found in find_similar(wording.condensed, texts))
    return wording, tuple(found for found in near if found is not None)[:_SHOWN]
