"""Two readings of the same words become one, field by field (B2: the same fields, the same evidence, with or without).

What the rules read stands, value for value and byte for byte, so that a model that lies, or obeys a stranger's words
in the text, can change nothing of it. A model's grounded reading fills a field that the rules left open.
"""

from __future__ import annotations

from intake.demand import Reading


def merge(rules: tuple[Reading, ...], model: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """What the rules read, as it is, then what the model adds."""
    held = {found.field for found in rules}
    return (*rules, *(found for found in model if found.field not in held))
