"""Errors carry a stable code, a sentence in two languages, and named facts; never an HTTP status."""

from __future__ import annotations

import inspect
import re

import pytest

from foundation import errors
from foundation.errors import Conflict, DockingError, InvalidInput, NotFound

CLASSES = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, DockingError)]


def test_an_error_says_its_sentence_with_its_facts() -> None:
    fault = InvalidInput("unit_unknown", "不认识的单位：{unit}", field="unit", unit="furlong")
    assert str(fault) == "不认识的单位：furlong"
    assert fault.text("en") == "Unknown unit: furlong"
    assert (fault.code, fault.facts) == ("unit_unknown", {"field": "unit", "unit": "furlong"})


def test_a_fact_that_was_forgotten_shows_as_its_name() -> None:
    assert str(NotFound("job_not_dead", "没有这个已放弃的任务：{job}")) == "没有这个已放弃的任务：{job}"


def test_braces_in_a_fact_are_not_facts() -> None:
    assert str(InvalidInput("unit_unknown", "不认识的单位：{unit}", unit="{code} {0} {unit.x}")) == (
        "不认识的单位：{code} {0} {unit.x}"
    )


def test_an_error_survives_being_raised_and_shown() -> None:
    with pytest.raises(DockingError, match="已由别的进程接手") as raised:
        raise Conflict("lease_lost", "任务 {job} 已由别的进程接手", job="job_1")
    assert "lease_lost" in repr(raised.value)


def test_the_tree_in_the_documentation_is_the_tree() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) | {"DockingError"}
    assert drawn == {kind.__name__ for kind in CLASSES}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_kind_says_what_it_is_and_knows_no_http(kind: type[DockingError]) -> None:
    assert kind.__doc__
    assert "status" not in vars(kind)
