"""What limits a row, read into clauses: what may only be done, what is never done, ranges, and what nobody can read."""

from __future__ import annotations

import pytest

from matcher.legal.limits import clauses_of


@pytest.mark.parametrize(
    ("limits", "kind", "items", "methods"),
    [
        ("只用第一法、第三法", "only", (), ("1", "3")),
        ("只用第一～三法", "only", (), ("1", "2", "3")),
        ("第一法", "only", (), ("1",)),
        ("10 m 法", "only", (), ("10m",)),
        ("只做方法 E（铜-硫酸铜-硫酸）", "only", (), ("e",)),
        ("仅限于：干燥器法。", "only", ("干燥器法",), ()),
        ("除第一法外均不做", "only", (), ("1",)),
        ("除第一法外，均不做", "only", (), ("1",)),
        ("不得用于除仲裁以外的目的", "only", ("仲裁",), ()),
        ("除A1、B2外", "never", ("a1", "b2"), ()),
        ("甲醛、苯除外", "never", ("甲醛", "苯"), ()),
        ("不做低温冲击", "never", ("低温冲击",), ()),
        ("未开展：落锤冲击", "never", ("落锤冲击",), ()),
        ("不做试验方法 8", "never", (), ("8",)),
        ("5.2.3", "part", (), ()),
        ("XG1-2014", "part", (), ()),
        ("只测 41 种", "free", (), ()),
        ("不做 4000 h 以上", "free", (), ()),
        ("详见附件", "free", (), ()),
    ],
)
def test_a_clause_is_read(limits: str, kind: str, items: tuple[str, ...], methods: tuple[str, ...]) -> None:
    (clause,) = clauses_of(limits)
    assert (clause.kind, clause.items, clause.methods) == (kind, items, methods)


def test_a_range_keeps_its_ends_and_what_it_is_of() -> None:
    (clause,) = clauses_of("温度范围 -40 ℃～85 ℃")
    assert clause.kind == "range"
    assert clause.quantity is not None
    assert (clause.quantity.values, clause.quantity.canonical, clause.subject) == (("-40", "85"), "℃", "温度")


def test_a_size_of_thread_has_two_ends_or_one() -> None:
    assert [clause.size for clause in clauses_of("规格 M6～M20")] == [("m", 6.0, 20.0)]
    assert [clause.size for clause in clauses_of("DN ≤ 600")] == [("dn", None, 600.0)]


@pytest.mark.parametrize(
    "limits", ["不做低温冲击，只用第一法", "不做低温冲击；只用第一法。", "1）不做低温冲击;2）只用第一法"]
)
def test_several_clauses_are_told_apart(limits: str) -> None:
    assert [clause.kind for clause in clauses_of(limits)] == ["never", "only"]


def test_a_clause_that_speaks_of_something_names_it() -> None:
    (clause,) = clauses_of("甲醛只做干燥器法")
    assert (clause.subject, clause.items) == ("甲醛", ("干燥器法",))


@pytest.mark.parametrize("limits", ["", "/", "——", "无", "全部参数", "不限"])
def test_nothing_is_no_limit(limits: str) -> None:
    assert clauses_of(limits) == ()
