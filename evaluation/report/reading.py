"""A report's input from plain JSON; every fault named by its field, as many as there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from evaluation.assessment import Assessment, Content
from evaluation.canonical import canonical_json, sha256
from evaluation.explaining import faults_of
from evaluation.report.content import Report, Sources, make_report, plain_json
from evaluation.report.coverage import scheme_of
from evaluation.verify import Verification, verify
from foundation.errors import InvalidInput
from foundation.language import Language
from foundation.values import Value

Read = TypeVar("Read", bound=Value)
_MOST = 8


def read_report(given: Any, language: Language = "zh") -> Report:
    """The report of a JSON object with ``project``, ``assessment`` and the optional parts of :class:`Sources`.

    ``assessment`` is an exported content, bare or as ``{"content": …, "sha256": …}``. Raises ``InvalidInput``.
    """
    if not isinstance(given, Mapping):
        raise InvalidInput("input_not_an_object", "输入要是一个 JSON 对象", field="input")
    plain = dict(given)
    stated, plain["assessment"] = _unwrapped(plain.get("assessment"))
    sources = read_value(Sources, plain, "", language)
    reckoned_again(sources.assessment, stated, language)
    return make_report(sources, language)


def read_assessment(given: Any, language: Language = "zh") -> Assessment:
    """An exported assessment, bare or with its hash, which must then be its own."""
    stated, content = _unwrapped(given)
    found = read_value(Content, content, "assessment", language)
    return Assessment(content=found, sha256=reckoned_again(found, stated, language))


def reckoned_again(content: Content, stated: str | None, language: Language) -> str:
    """The hash of the content, once every number was found to follow from its data by the second way of reckoning."""
    try:
        plain = content.model_dump(mode="json")
    except (ValueError, RecursionError) as fault:  # a judgement nested hundreds deep can be read and not written
        raise _unreadable("assessment") from fault
    computed = sha256(plain)
    if stated is not None and stated != computed:
        raise InvalidInput("assessment_hash_differs", "评价内容与它的摘要不符", field="assessment.sha256")
    scheme = scheme_of(content)
    try:
        difference = _difference(verify(plain, computed, scheme.content if scheme else None), language)
    except (LookupError, ArithmeticError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        difference = type(fault).__name__
    if difference is not None:
        raise InvalidInput(
            "assessment_not_reproduced", "评价的数复算不出来：{difference}", field="assessment", difference=difference
        )
    return computed


def _difference(outcome: Verification, language: Language) -> str | None:
    return None if outcome.agrees else outcome.says.text(language)


def assessment_in(given: Any) -> Any:
    """The exported assessment within ``report.json``, a report's input, or an export; read on by read_assessment."""
    found = sources_in(given)
    return found["assessment"] if isinstance(found, Mapping) and "assessment" in found else found


def sources_in(given: Any) -> Any:
    """What a report was made from within ``report.json``; anything else as it is."""
    for key in ("report", "sources"):
        if isinstance(given, Mapping) and key in given:
            given = given[key]
    return given


def read_value(kind: type[Read], given: Any, place: str, language: Language = "zh") -> Read:
    """``given`` as a value of this kind; ``InvalidInput`` names up to eight wrong fields."""
    try:
        plain = plain_json(given)
        canonical_json(plain).encode()  # a lone surrogate has no bytes to hash
        return kind.model_validate(plain)
    except ValidationError as fault:
        faults = faults_of(fault)
        named = [(".".join(filter(None, (place, *map(str, path)))) or "input", says) for path, says in faults]
        listed = "; ".join(f"{field}: {says.text(language)}" for field, says in named[:_MOST])
        raise InvalidInput(
            "report_input_invalid", "输入有 {count} 处不对：{listed}",
            field=named[0][0], count=len(named), listed=listed,
        ) from fault  # fmt: skip
    except (ValueError, RecursionError) as fault:
        raise _unreadable(place or "input") from fault


def _unreadable(field: str) -> InvalidInput:
    return InvalidInput("report_input_unreadable", "输入里有不能用的文字或数", field=field)


def _unwrapped(given: Any) -> tuple[str | None, Any]:
    if isinstance(given, Mapping) and "content" in given and "results" not in given:
        stated = given.get("sha256")
        return (None if stated is None else str(stated)), given["content"]
    return None, given
