"""A book of passages: bytes that answer like the passages they were made of."""

from __future__ import annotations

import pytest

from foundation.errors import InvalidInput
from kb.passage_book import Bound, PassageBook
from kb.passages import Passage
from tests.kb.examples import passages


def test_a_book_is_the_passages_in_order_whatever_order_they_came_in() -> None:
    book = PassageBook.of(reversed(passages(30)))
    assert book == passages(30)
    assert book == PassageBook.of(passages(30))
    assert book == PassageBook.read(book.lines)
    assert book != passages(29)
    assert (book[-1], book[3:5]) == (passages(30)[-1], tuple(passages(30)[3:5]))
    with pytest.raises(IndexError):
        book[30]


def test_fields_in_another_order_and_of_unknown_names_give_the_same_line() -> None:
    fields = {"body": "b", "zzz": "z", "product": "p", "aaa": "a"}
    one, other = (
        Passage(id="x", kind="expert", fields=dict(items)) for items in (fields.items(), sorted(fields.items()))
    )
    assert bytes(PassageBook.of([one]).lines) == bytes(PassageBook.of([other]).lines)
    assert list(PassageBook.of([one])[0].fields) == ["product", "body", "aaa", "zzz"]


def test_fields_come_in_the_order_asked_for_across_many_lines() -> None:
    given = passages(5_000)
    book = PassageBook.of(given)
    asked = [4_999, 0, *range(3_000, 0, -1), 7]
    assert list(book.fields(asked)) == [given[row].fields for row in asked]


def test_two_passages_of_one_id_are_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        PassageBook.of([*passages(3), passages(1)[0]])
    assert refused.value.code == "passage_twice"


def test_a_row_is_found_by_its_id() -> None:
    expert = Passage(id="cap_00003", kind="expert", fields={"body": "开裂"})
    book = PassageBook.of([*passages(100), expert])
    assert book.row_of("capability", "cap_00042") == 42
    assert book.row_of("expert", "cap_00003") == 100
    assert [book.row_of("expert", other) for other in ("cap_00042", "", "zzz")] == [None, None, None]


def test_two_books_read_as_one() -> None:
    bound = Bound(PassageBook.of(passages(30)[:20]), PassageBook.of(passages(30)[20:]))
    assert list(bound) == passages(30)
    assert (bound[-1], bound[19:21]) == (passages(30)[29], tuple(passages(30)[19:21]))
