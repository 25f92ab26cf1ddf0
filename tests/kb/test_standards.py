"""Standard numbers are found in running text and folded so that spellings of one standard meet."""

from __future__ import annotations

import pytest

from foundation.text import normalise
from kb.standards import find_standards, standard_key


@pytest.mark.parametrize(
    "spelling", ["GB/T 1843", "GB/T 1843-2008", "GB／T 1843－2008", "GBT1843", "gb / t 1843", "GB T1843—1996"]
)
def test_spellings_of_one_standard_have_one_key(spelling: str) -> None:
    assert standard_key(spelling) == "gb/t1843"


@pytest.mark.parametrize(
    ("text", "key", "year"),
    [
        ("GB 2828-87", "gb2828", "1987"),
        ("ISO 179-1:2010", "iso179-1", "2010"),
        ("IEC 60068-2-78", "iec60068-2-78", None),
        ("DB32/T 4194-2022", "db32/t4194", "2022"),
        ("T/CAS 123-2020", "t/cas123", "2020"),
        ("ASTM D256-10", "astmd256", "2010"),
        ("JIS K 7110", "jisk7110", None),
        ("DIN EN ISO 6892-1", "dineniso6892-1", None),
        ("GB/T 2423.17-2008", "gb/t2423.17", "2008"),
    ],
)
def test_the_year_is_read_from_its_form_and_never_guessed(text: str, key: str, year: str | None) -> None:
    (found,) = find_standards(normalise(text))
    assert (found.key, found.year) == (key, year)


def test_several_standards_stand_in_one_sentence() -> None:
    found = find_standards(normalise("按GB/T19001-2016/ISO 9001:2015及NB/T 42091执行"))
    assert [mention.key for mention in found] == ["gb/t19001", "iso9001", "nb/t42091"]


@pytest.mark.parametrize("text", ["Sn 60 焊料", "Hg 0.1 mg/kg", "Q235 钢", "噪声 65 dB", "长 5 m"])
def test_symbols_and_units_are_not_standards(text: str) -> None:
    assert list(find_standards(normalise(text))) == []


def test_a_number_of_unknown_kind_is_kept_as_it_is() -> None:
    assert standard_key("农业部 1077号公告-1-2008") == "农业部1077号公告-1-2008"
