"""Small assessments as they are exported, made by hand."""

from __future__ import annotations

from typing import Any

STARS = [
    {"stars": stars, "label": "星", "at_least": least}
    for stars, least in ((5, "90"), (4, "80"), (3, "70"), (2, "60"), (1, "0"))
]
WEIGHTS: dict[str, dict[str, str]] = {
    "T": {"A": "0.4", "B": "0.6"},
    "A": {"A1": "0.25", "A2": "0.75"},
    "B": {"B1": "0.5", "B2": "0.3", "B3": "0.2"},
}
SCORES: dict[str, str | None] = {"A1": "90", "A2": "70", "B1": "85", "B2": "95", "B3": "60"}


def made(
    subject: str = "甲",
    scores: dict[str, str | None] | None = None,
    weights: dict[str, dict[str, str]] | None = None,
    missing: str = "renormalise",
    rounding: str = "half_up",
    decimals: int = 2,
    method: str = "declared",
) -> dict[str, Any]:
    """The parts of an export that decide the total."""
    return {
        "occasion": {"subject": subject},
        "grading": {"rounding": rounding, "decimals": decimals, "stars": STARS},
        "policies": {"missing": missing},
        "weights": {
            "groups": [
                {"parent": parent, "method": method, "weights": under} for parent, under in (weights or WEIGHTS).items()
            ]
        },
        "results": {
            "indicators": [{"id": name, "score": score} for name, score in {**SCORES, **(scores or {})}.items()]
        },
    }


def two_elements(weight: str, a: str, b: str, **more: Any) -> dict[str, Any]:
    """Two indicators under the whole: T = weight·a + (1 − weight)·b."""
    from decimal import Decimal

    content = made(weights={"T": {"A": weight, "B": str(1 - Decimal(weight))}}, **more)
    content["results"]["indicators"] = [{"id": "A", "score": a}, {"id": "B", "score": b}]
    return content
