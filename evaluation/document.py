"""An assessment from one JSON document, no database: ratings, weights by any method, policies, occasion.

``{"ratings": [{"indicator": "A1.1", "numerator": 117, "denominator": 128}], "weights": {"T": {"method": "g1",
"input": {…}}}, "policies": {"missing": "zero"}, "occasion": {"subject": "…"}}``; only ``ratings`` must be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from evaluation.assess import assess
from evaluation.assessment import Assessment, Occasion
from evaluation.calling import called
from evaluation.editions.scheme import Policies, Scheme
from evaluation.explaining import faults_of
from evaluation.independence import require_independence
from evaluation.ratings import Rating
from evaluation.weighting import weight_set
from evaluation.weights.by_name import weigh
from evaluation.weights.weights import Weights, listed
from foundation.errors import InvalidInput
from foundation.values import Value

Some = TypeVar("Some", bound=Value)

_NUMBERS = ("value", "numerator", "denominator", "response_rate")
_LONGEST = 40
_DEEPEST = 120


def assess_document(content: Any, scheme: Scheme) -> Assessment:
    """The assessment of one document; ``InvalidInput`` names what is missing, unknown or faulty in it.

    ``Conflict`` when the evaluator is the evaluated without a self-evaluation being declared (S1-10), as everywhere.
    """

    def document(
        ratings: Any, weights: Any = None, policies: Any = None, occasion: Any = None, scheme: Any = None
    ) -> Assessment:
        del scheme  # a name, read by whoever chose the scheme
        who = _value(Occasion, {} if occasion is None else occasion, "occasion")
        if who.subject and who.evaluator:
            require_independence(who.evaluator_kind, who.subject, who.host, who.evaluator)
        return assess(
            chosen,
            weight_set(chosen, _weights(weights)),
            [
                _value(Rating, _texts(one, f"ratings[{place}]"), f"ratings[{place}]")
                for place, one in enumerate(listed(ratings, "ratings"))
            ],
            _policies(policies, chosen),
            who,
        )

    chosen = scheme
    return called("assess", document, content)


def _weights(given: Any) -> dict[str, Weights]:
    found = {}
    for parent, told in _object({} if given is None else given, "weights").items():
        if set(_object(told, f"weights.{parent}")) != {"method", "input"} or not isinstance(told["method"], str):
            raise InvalidInput("document_weights", "“{field}”要写 method 和 input 两项", field=f"weights.{parent}"[:80])
        found[parent] = _weighed(f"weights.{parent}", told["method"], told["input"])
    return found


def _weighed(place: str, method: str, content: Any) -> Weights:
    """The weights of one level; what is wrong in their input names the level, too."""
    try:
        return weigh(method, content)
    except InvalidInput as fault:
        field = f"{place}.input.{fault.facts.get('field', '')}".removesuffix(".")[:_DEEPEST]
        raise InvalidInput(fault.code, fault.message, **{**fault.facts, "field": field}) from fault


def _policies(given: Any, scheme: Scheme) -> Policies:
    own = scheme.policies.model_dump(mode="json")
    return _value(Policies, {**own, **_object({} if given is None else given, "policies")}, "policies")


def _texts(given: Any, field: str) -> dict[str, Any]:
    """Numbers as the decimal text that a rating keeps; anything else is left to the rating to refuse."""
    return {key: _text(one) if key in _NUMBERS else one for key, one in _object(given, field).items()}


def _text(given: Any) -> Any:
    if isinstance(given, Decimal) and given.is_finite() and abs(given.adjusted()) < _LONGEST:
        return format(given, "f")
    return str(given) if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 10**_LONGEST else given


def _object(given: Any, field: str) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    raise InvalidInput("document_not_an_object", "“{field}”要是一个对象", field=field[:80])


def _value(kind: type[Some], given: Any, field: str) -> Some:
    try:
        return kind.model_validate(given)
    except ValidationError as invalid:
        path, says = faults_of(invalid)[0]
        place = ".".join([field, *map(str, path)])[:80]
        raise InvalidInput("document_value", says.template, **{**says.facts, "field": place, "key": place}) from invalid
