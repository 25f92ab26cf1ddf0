"""What the projects of a window counted, added to what was found out otherwise."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from engagement.afterwards.ratings import IndicatorValue
from foundation.errors import InvalidInput


def with_counted(content: Any, facts: Any) -> Any:
    """The document with one rating more for each indicator that the projects have a value for.

    ``facts`` is what ``docking engagement facts --json`` printed; what is missing there stays missing. InvalidInput
    (``facts_unreadable``) for anything else; an indicator that both of them rate the assessment itself refuses.
    """
    if not isinstance(content, dict) or not isinstance(content.get("ratings"), list):
        return content  # the document itself is refused, with its own words
    try:
        values = [IndicatorValue.model_validate(one) for one in facts["values"].values()]
    except (ValidationError, KeyError, TypeError, AttributeError) as fault:
        raise InvalidInput(
            "facts_unreadable", "“{file}”不是 docking engagement facts --json 写出的", field="facts", file="--facts"
        ) from fault
    counted = [one.rating.model_dump(mode="json", exclude_none=True) for one in values if one.rating is not None]
    return {**content, "ratings": [*content["ratings"], *counted]}
