"""The list of replaced editions: every line can be read, says on what it rests, and leads on in time."""

from __future__ import annotations

import csv
from datetime import date

from kb.editions import FILE, replacement_of
from kb.standards import find_standards, standard_key


def lines() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_line_names_two_editions_and_what_it_rests_on() -> None:
    for line in lines():
        (held,) = find_standards(f"{line['number']}-{line['year']}".lower())
        (new,) = find_standards(line["replaced_by"].lower())
        assert held.year == line["year"], line
        assert new.year is not None, line
        assert new.year > line["year"], line
        assert line["basis"].strip(), line
    named = [(line["number"], line["year"]) for line in lines()]
    assert len(set(named)) == len(named)


def test_an_edition_that_was_replaced_twice_was_so_in_turn() -> None:
    """GB 2762-2017 gave way to 2022 before that gave way to 2025."""
    for line in lines():
        (new,) = find_standards(line["replaced_by"].lower())
        later = replacement_of(new.key, new.year)
        if later is not None and later.since is not None:
            assert line["since"], line
            assert date.fromisoformat(line["since"]) < later.since


def test_an_edition_that_is_in_no_line_is_not_known_to_be_replaced() -> None:
    assert replacement_of(standard_key("GB 2762"), "2025") is None
    assert replacement_of(standard_key("GB 2762"), None) is None
    known = replacement_of(standard_key("GB 2762"), "2022")
    assert known is not None
    assert (known.by, known.since) == ("GB 2762-2025", date(2026, 9, 2))
