"""One demand, several tasks, in the order of the work."""

from __future__ import annotations

import pytest

from intake.fields import SERVICE_CATEGORIES
from matcher.tasks import decompose
from tests.matcher.passages import wanted


def test_a_failure_is_analysed_before_it_is_tested() -> None:
    tasks = decompose(wanted("外壳开裂", service_category="质量技术评价"))
    assert [task.service for task in tasks] == ["质量技术评价", "检验检测", "技术研发"]
    assert [task.is_optional for task in tasks] == [False, False, True]


@pytest.mark.parametrize("category", SERVICE_CATEGORIES)
def test_each_of_the_seven_services_has_a_route_that_starts_with_itself(category: str) -> None:
    tasks = decompose(wanted("x", service_category=category))
    assert tasks[0].service == category
    assert [task.order for task in tasks] == list(range(1, len(tasks) + 1))


def test_an_unknown_category_gives_no_task() -> None:
    assert decompose(wanted("x")) == ()
