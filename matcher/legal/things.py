"""Whether a row is for a thing that the demand names: by that name, by another, or as a class of it or a kind (B18).

The ranking asks what is like the demand; this asks for the very thing. A balance that is to be verified is like a
pressure gauge in all but the name, and no scope for the one holds for the other.
"""

from __future__ import annotations

from kb.passages import Passage
from matcher.legal.kin import Kin, squeezed
from matcher.legal.names import end_said, products_in
from matcher.legal.subjects import SAYS_NOTHING, product_kinship

_OF_THE_THING = frozenset({"same", "broader", "class", "narrower"})
_WITHOUT_PRODUCT = ("body", "field", "directions")


def is_for_thing(passage: Passage, kin: Kin) -> bool:
    """Whether a row is for a product that the demand speaks of (``kin.spoken``); a row without a product, and an
    expert, where its words name one."""
    if not kin.spoken:
        return False
    product = passage.fields.get("product", "")
    if kin.is_named_in(product or " ".join(passage.fields.get(name, "") for name in _WITHOUT_PRODUCT)):
        return True
    asked = [squeezed(name) for name in kin.spoken]
    return any(product_kinship(row, one, kin) in _OF_THE_THING for row in products_in(product) for one in asked)


def is_called(text: str, passage: Passage) -> bool:
    """Whether a squeezed text says the end of a name of the row's product, unless that end says nothing (仪器)."""
    ends = (end_said(text, name) for name in products_in(passage.fields.get("product", "")))
    return any(end and end not in SAYS_NOTHING for end in ends)
