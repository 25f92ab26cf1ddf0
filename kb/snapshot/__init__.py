"""A snapshot: everything a match looks at, read-only, as it was at one moment. No database is needed to search it.

Views over the same passages, each with its own idea of nearness: those of :data:`LEXICAL_VIEWS`, ``latent`` (KB-LSA)
and ``dense`` (the sentence model, centred on the knowledge base's mean so that what all passages have in common does
not count). The same passages, vectors and versions give the same answers and the same :attr:`Snapshot.content_hash`,
whatever order they came in.

``views`` says which there are, ``reading`` answers, ``inquiry`` is one query to it, ``building`` makes a snapshot from
passages, ``changes`` sets additions and removals beside it, ``keeping`` writes generations and opens them.
"""

from kb.snapshot.building import Progress, build_snapshot, embed_missing
from kb.snapshot.changes import difference
from kb.snapshot.inquiry import Inquiry, scores_of_each, search_each
from kb.snapshot.keeping import FORMAT, current_generation, open_current, open_held, publish
from kb.snapshot.reading import Snapshot
from kb.snapshot.views import LATENT_FROM, LEXICAL_VIEWS, TRADES, VIEWS, Asked

__all__ = [
    "FORMAT",
    "LATENT_FROM",
    "LEXICAL_VIEWS",
    "TRADES",
    "VIEWS",
    "Asked",
    "Inquiry",
    "Progress",
    "Snapshot",
    "build_snapshot",
    "current_generation",
    "difference",
    "embed_missing",
    "open_current",
    "open_held",
    "publish",
    "scores_of_each",
    "search_each",
]
