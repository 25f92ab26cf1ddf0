"""Documents whose distinct texts are held once are the documents that came."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.field_table import FieldTable
from kb.passages import FIELD_ORDER, searchable, text_of
from tests.kb.examples import passages

NAMES = st.sampled_from([*FIELD_ORDER, "zeta"])
TEXTS = st.sampled_from(["", "电池隔膜", "热收缩率", "检测" * 60, "GB/T 1843；ISO 180"])
DOCUMENTS = st.lists(st.dictionaries(NAMES, TEXTS, max_size=5), max_size=12)


@given(DOCUMENTS)
def test_every_row_comes_back_with_its_fields_in_their_order(documents: list[dict[str, str]]) -> None:
    table = FieldTable.of(documents)
    assert [list(table.row(row).items()) for row in range(len(table))] == [list(one.items()) for one in documents]
    assert len(set(table.texts)) == len(table.texts)


@given(DOCUMENTS)
def test_lines_and_what_can_be_searched_are_those_of_single_passages(documents: list[dict[str, str]]) -> None:
    table = FieldTable.of(documents)
    said = table.searchable()
    assert [said.row(row) for row in range(len(said))] == [searchable(one) for one in documents]
    assert list(table.lines().spelled()) == [text_of(one) for one in documents]


def test_parts_and_rows_in_another_order_are_the_same_documents() -> None:
    documents = [one.fields for one in passages(40)]
    table = FieldTable.of(documents)
    part = table.part(10, 15)
    assert [part.row(row) for row in range(len(part))] == documents[10:15]
    turned = table.take(np.array([7, 3, 3]))
    assert [turned.row(row) for row in range(3)] == [documents[7], documents[3], documents[3]]


def test_texts_have_the_weights_of_their_fields() -> None:
    table = FieldTable.of([{"product": "螺栓", "zeta": "x"}, {"limit": "常温"}])
    assert table.weights({"product": 2, "limit": 0.5}, 1).tolist() == [2, 1, 0.5]
