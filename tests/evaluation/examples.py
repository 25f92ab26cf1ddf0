"""A small centre, invented, with data for all sixty indicators, and weights from four methods."""

from __future__ import annotations

from datetime import date

from evaluation.assess import assess
from evaluation.assessment import Assessment, Occasion
from evaluation.editions.scheme import Scheme
from evaluation.editions.shipped import scheme_named
from evaluation.ratings import Rating
from evaluation.weighting import WeightSet, weight_set
from evaluation.weights.ahp import ahp
from evaluation.weights.combined import geometric
from evaluation.weights.entropy import entropy
from evaluation.weights.equal import equal
from evaluation.weights.g1 import g1

OCCASION = Occasion(
    subject="ctr_example",
    host="org_host",
    evaluator="org_evaluator",
    evaluator_kind="third",
    period_from=date(2024, 1, 1),
    period_until=date(2025, 1, 1),
    goal="年度服务质量评价",
)

_VALUES = {
    "A2.2": "5.5", "A2.3": "7", "A3.2": "143.5", "A4.1": "6", "A4.2": "3", "A4.5": "2",
    "B1.1": "24", "B1.2": "13", "B2.2": "4", "B2.3": "6.5", "B2.4": "7", "B3.2": "0.08",
    "C2.1": "365", "C3.1": "14.5", "C5.1": "171",
    "D1.1": "17", "D1.2": "44", "D1.3": "9", "D1.4": "3", "D1.5": "26",
    "D2.1": "311.25", "D2.2": "0.064", "D2.3": "720", "D2.4": "3.4",
}  # fmt: skip
_RATIOS = {
    "A1.1": ("117", "128"), "A1.2": ("412", "450"), "A2.1": ("19", "46"), "A2.5": ("14", "46"), "A2.6": ("41", "52"),
    "A3.1": ("203", "211"), "A3.3": ("11", "13"), "B3.4": ("3", "214"),
    "C1.1": ("31", "37"), "C1.2": ("44", "47"), "C1.3": ("39", "47"), "C3.2": ("27", "31"), "C3.3": ("58", "83"),
    "C4.1": ("1904", "1987"), "C4.2": ("11", "1987"), "C4.3": ("12", "13"), "D4.3": ("5", "214"), "D4.4": ("2", "3"),
}  # fmt: skip
_VOTES = {
    "A1.3": {"优": 3, "良": 2}, "A2.4": {"优": 2, "良": 3}, "A2.7": {"优": 1, "良": 5, "中": 1},
    "A4.3": {"良": 4, "中": 1}, "B1.3": {"优": 1, "良": 3, "中": 1}, "B1.4": {"良": 3, "中": 2}, "B3.3": {"优": 5},
    "C2.2": {"5": 61, "4": 40, "3": 9, "2": 1}, "C5.2": {"5": 20, "4": 31, "3": 6},
    "D3.1": {"优": 2, "良": 4, "中": 1}, "D3.2": {"良": 2, "中": 3}, "D3.3": {"优": 1, "良": 3, "中": 1},
    "D4.1": {"5": 55, "4": 37, "3": 5, "1": 1}, "D4.2": {"5": 31, "4": 48, "3": 19},
}  # fmt: skip
_ITEMS = {
    "B2.1": ("简介", "能力清单", "案例", "收费"),
    "B3.1": ("有规划", "有目标", "有年度计划", "有总结"),
    "B3.5": ("有制度", "有记录"),
}


def ratings(*without: str) -> list[Rating]:
    """Data for all indicators of CIQA-2020 except those named."""
    found = [Rating(indicator=name, value=value, source="case") for name, value in _VALUES.items()]
    found += [Rating(indicator=name, numerator=a, denominator=b) for name, (a, b) in _RATIOS.items()]
    found += [Rating(indicator=name, votes=votes, collected_by="questionnaire") for name, votes in _VOTES.items()]
    found += [Rating(indicator=name, items=items) for name, items in _ITEMS.items()]
    found.append(Rating(indicator="A4.4", value="有", evidence="批复文件"))
    return [rating for rating in found if rating.indicator not in without]


def mixed_weights(scheme: Scheme) -> WeightSet:
    """AHP for the elements, G1, entropy and a combination below, equal weights elsewhere."""
    elements = [["1", "2", "1/2", "1/3"], ["1/2", "1", "1/3", "1/4"], ["2", "3", "1", "1/2"], ["3", "4", "2", "1"]]
    satisfaction = ["D4.1", "D4.2", "D4.3", "D4.4"]
    table = [["88", "81", "97", "60"], ["75", "79", "91", "90"], ["92", "70", "99", "75"]]
    return weight_set(
        scheme,
        {
            "T": ahp(["A", "B", "C", "D"], elements),
            "C": g1(["C4", "C3", "C1", "C5", "C2"], ["1.2", "1.1", "1.3", "1.0"]),
            "D4": geometric(equal(satisfaction), entropy(satisfaction, table)),
            "D1": ahp(["D1.1", "D1.2", "D1.3", "D1.4", "D1.5"], [["1"] * 5] * 5, "column"),
        },
    )


def example() -> Assessment:
    """The whole example, assessed."""
    scheme = scheme_named()
    return assess(scheme, mixed_weights(scheme), ratings("D4.4"), occasion=OCCASION)
