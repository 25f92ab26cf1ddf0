"""Lexical search: one view is one way of cutting texts into tokens and one way of weighing them.

``weighing`` holds the formulas, ``counting`` makes token counts of many documents, ``columns`` and ``blocks`` are the
two layouts that are searched (by token for a full scan; by row, with bounds for blocks of rows, at scale), ``view``
puts them behind one interface, ``asking`` is one query to it, ``phrases`` a query of many names with weights, and
``joined`` sets a small view of additions beside a big one.
"""

from kb.lexical_index.asking import Asking, JoinedAsking
from kb.lexical_index.counting import Counted, Counting, count_documents
from kb.lexical_index.joined import JoinedView
from kb.lexical_index.phrases import Phrases
from kb.lexical_index.view import COLUMNS_UP_TO, LexicalView, build_view, empty_view, segment_of, view_of
from kb.lexical_index.weighing import FIELD_WEIGHTS, K1, MOST_TIMES, B, Tokens, Weighing

__all__ = [
    "COLUMNS_UP_TO",
    "FIELD_WEIGHTS",
    "K1",
    "MOST_TIMES",
    "Asking",
    "B",
    "Counted",
    "Counting",
    "JoinedAsking",
    "JoinedView",
    "LexicalView",
    "Phrases",
    "Tokens",
    "Weighing",
    "build_view",
    "count_documents",
    "empty_view",
    "segment_of",
    "view_of",
]
