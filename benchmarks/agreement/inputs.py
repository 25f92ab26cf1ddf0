"""Random input for every weighting method: JSON objects as people write them, small and of every option."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

_SCALE = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "1/2", "1/3", "1/4", "1/5", "1/6", "1/7", "1/8", "1/9"]
_WAYS = ("eigenvector", "geometric", "column")


def names(source: Random, least: int = 1, most: int = 6) -> list[str]:
    """Ids in an order of their own."""
    found = [f"x{place}" for place in range(source.randint(least, most))]
    source.shuffle(found)
    return found


def matrix(source: Random, size: int, gaps: bool = False) -> list[list[str | None]]:
    """A reciprocal matrix of the scale; with ``gaps`` some pairs off the first diagonal are open."""
    rows: list[list[str | None]] = [["1"] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1, size):
            judged = source.choice(_SCALE)
            rows[i][j] = judged
            rows[j][i] = judged[2:] if "/" in judged else f"1/{judged}"
            if gaps and j > i + 1 and source.random() < 0.3:
                rows[i][j] = rows[j][i] = None
    return rows


def _ahp(source: Random) -> dict[str, Any]:
    ids, way = names(source), source.choice(_WAYS)
    return {"ids": ids, "matrix": matrix(source, len(ids), way != "column"), "prioritisation": way}


def _ahp_group(source: Random) -> dict[str, Any]:
    ids, way, experts = names(source, most=5), source.choice(_WAYS), source.randint(1, 4)
    return {
        "ids": ids,
        "matrices": [matrix(source, len(ids), way != "column") for _ in range(experts)],
        "aggregation": source.choice(["aij", "aip", "aip-geometric"]),
        "expert_weights": source.choice([None, [str(source.randint(1, 9)) for _ in range(experts)]]),
        "prioritisation": way,
    }


def _ahp_hierarchy(source: Random) -> dict[str, Any]:
    way = source.choice(_WAYS)
    groups: dict[str, Any] = {}
    waiting, made = ["root"], 0
    while waiting and len(groups) < 4:
        parent = waiting.pop(0)
        ids = [f"n{made + place}" for place in range(source.randint(1, 4))]
        made += len(ids)
        groups[parent] = {"ids": ids, "matrix": matrix(source, len(ids), way != "column")}
        waiting += [name for name in ids if source.random() < 0.4]
    return {"groups": groups, "prioritisation": way}


def _least_squares(source: Random) -> dict[str, Any]:
    ids = names(source)
    return {"ids": ids, "matrix": matrix(source, len(ids))}


def _delphi(source: Random) -> dict[str, Any]:
    ids, experts, trim = names(source), source.randint(1, 9), 0
    if experts >= 5:
        trim = source.randint(0, 1)
    gaps = 0.0 if trim else source.choice([0.0, 0.15])
    scores: list[list[str | None]] = [[f"{source.randint(1, 100) / 10}" for _ in ids] for _ in range(experts)]
    for row in scores[1:]:
        for place in range(len(ids)):
            if source.random() < gaps:
                row[place] = None
    weights = source.choice([None, [str(source.randint(0, 5)) for _ in range(experts - 1)] + ["1"]])
    return {"ids": ids, "scores": scores, "expert_weights": weights, "trim": trim}


def _fuzzy(source: Random) -> dict[str, Any]:
    ids, variant = names(source), source.choice(["xu", "zhang", "buckley", "chang"])
    size = len(ids)
    if variant in ("xu", "zhang"):
        rows = [["0.5"] * size for _ in ids]
        for i in range(size):
            for j in range(i + 1, size):
                tenths = source.randint(1, 9)
                rows[i][j], rows[j][i] = f"0.{tenths}", f"0.{10 - tenths}"
        a = None if variant == "xu" or source.random() < 0.5 else str(source.randint(size, 2 * size))
        return {"ids": ids, "matrix": rows, "variant": variant, "a": a}
    triples: list[list[Any]] = [[["1"] * 3 for _ in ids] for _ in ids]
    for i in range(size):
        for j in range(i + 1, size):
            middle = source.randint(1, 8)
            parts = [max(1, middle - source.randint(0, 2)), middle, middle + source.randint(0, 2)]
            whole, inverse = [str(part) for part in parts], [f"1/{part}" for part in reversed(parts)]
            triples[i][j], triples[j][i] = (whole, inverse) if source.random() < 0.5 else (inverse, whole)
    return {"ids": ids, "matrix": triples, "variant": variant}


def _binomial(source: Random) -> dict[str, Any]:
    ids, orders = names(source, most=12), []
    for _ in range(source.randint(1, 4)):
        source.shuffle(ids)
        order: list[Any] = []
        for name in ids:
            if order and source.random() < 0.2:
                order[-1] = [*([order[-1]] if isinstance(order[-1], str) else order[-1]), name]
            else:
                order.append(name)
        orders.append(order)
    return {"orders": orders}


def _ratios(source: Random, count: int, least: int) -> list[str]:
    return [f"{source.randint(least, 18) / 10}" for _ in range(count - 1)]


def _dare(source: Random) -> dict[str, Any]:
    order = names(source, most=12)
    return {"order": order, "ratios": _ratios(source, len(order), 1)}


def _g1(source: Random) -> dict[str, Any]:
    order = names(source, most=12)
    return {"order": order, "ratios": _ratios(source, len(order), 10)}


def _g1_group(source: Random) -> dict[str, Any]:
    ids, experts, one_order = names(source), [], source.random() < 0.5
    for _ in range(source.randint(1, 4)):
        if not one_order:
            source.shuffle(ids)
        experts.append({"order": list(ids), "ratios": _ratios(source, len(ids), 10)})
    weights = source.choice([None, [str(source.randint(1, 9)) for _ in experts]])
    return {"experts": experts, "expert_weights": weights}


def _table(source: Random, least_rows: int = 2, steps: int = 10_000) -> dict[str, Any]:
    ids, rows = names(source), source.randint(least_rows, 9)
    table = [[f"{source.randint(1, steps) / 100}" for _ in ids] for _ in range(rows)]
    if len(ids) > 1 and source.random() < 0.2:  # a column that says nothing
        for row in table:
            row[0] = "7"
    return {"ids": ids, "table": table}


def _scaled(scalings: tuple[str, ...], **options: tuple[str, ...]) -> Callable[[Random], dict[str, Any]]:
    def make(source: Random) -> dict[str, Any]:
        content = _table(source)
        content["scaling"] = source.choice(scalings)
        content["directions"] = [source.choice("+-") for _ in content["ids"]]
        return {**content, **{key: source.choice(choices) for key, choices in options.items()}}

    return make


def _pca(source: Random) -> dict[str, Any]:
    options = {
        "keep": source.choice(["cumulative", "eigenvalue"]),
        "coefficient": source.choice(["squared", "absolute"]),
    }
    return {**_table(source, 3), **options}


def _dependent(source: Random) -> dict[str, Any]:
    ids, grades = names(source), source.randint(1, 5)
    domains = []
    for _ in ids:
        width = source.randint(1, 20)
        domains.append([[str(width * place), str(width * (place + 1))] for place in range(grades)])
    values = [f"{source.randint(0, 1_000) / 10}" for _ in ids]
    return {"ids": ids, "values": values, "domains": domains, "heavier": source.choice(["higher", "lower"])}


def _vector(source: Random, ids: list[str]) -> dict[str, str]:
    parts = [source.randint(1, 1_000) for _ in ids]
    return {name: f"{part}/{sum(parts)}" for name, part in zip(ids, parts, strict=True)}


def _combined(source: Random) -> dict[str, Any]:
    ids = names(source)
    rule = source.choice(["additive", "multiplicative", "geometric", "least_squares", "game"])
    if rule == "game" and source.random() < 0.5:
        return {"rule": rule, "vectors": [_vector(source, ids) for _ in range(source.randint(2, 4))]}
    content = {"rule": rule, "subjective": _vector(source, ids), "objective": _vector(source, ids)}
    return {**content, "share": f"0.{source.randint(0, 9)}"} if rule == "additive" else content


def fuzzy_evaluation(source: Random) -> dict[str, Any]:
    """Input of ``fce``: up to three levels, votes, memberships and functions, some gaps."""
    grades = [f"g{place}" for place in range(source.randint(2, 5))]
    made = [0]

    def node(depth: int, weight: str) -> dict[str, Any]:
        made[0] += 1
        found: dict[str, Any] = {"id": f"n{made[0]}", "weight": weight}
        kind = source.choice(["votes", "membership", "value", "children"] if depth < 3 else ["votes", "membership"])
        if kind == "votes":
            found["votes"] = [source.randint(0, 9) if source.random() < 0.9 else 0 for _ in grades]
        elif kind == "membership":
            found["membership"] = [f"0.{source.randint(0, 9)}" for _ in grades]
        elif kind == "value":
            found["value"] = str(source.randint(0, 100))
            corners = [sorted(source.randint(0, 100) for _ in range(4)) for _ in grades]
            found["functions"] = [list(map(str, four)) for four in corners]
        else:
            found["children"] = nodes(depth + 1)
        return found

    def nodes(depth: int) -> list[dict[str, Any]]:
        parts = [source.randint(1, 9) for _ in range(source.randint(1, 4))]
        return [node(depth, f"{part}/{sum(parts)}") for part in parts]

    return {
        "grades": grades,
        "children": nodes(1),
        "values": [str(100 - 10 * place) for place in range(len(grades))],
        "operator": source.choice(["product_sum", "min_max", "product_max", "min_sum"]),
        "normalise": source.random() < 0.7,
        "missing": source.choice(["renormalise", "zero", "block"]),
    }


MAKERS: Mapping[str, Callable[[Random], dict[str, Any]]] = {
    "equal": lambda source: {"ids": names(source)},
    "ahp": _ahp,
    "ahp_group": _ahp_group,
    "ahp_hierarchy": _ahp_hierarchy,
    "delphi": _delphi,
    "fuzzy": _fuzzy,
    "binomial": _binomial,
    "dare": _dare,
    "least_squares": _least_squares,
    "g1": _g1,
    "g1_group": _g1_group,
    "entropy": _scaled(("none", "min_max")),
    "pca": _pca,
    "multi_objective": _scaled(("min_max",), programme=("ideal_point", "max_sum")),
    "scatter_degree": _scaled(("z_score", "min_max")),
    "mean_square": _scaled(("none", "min_max")),
    "variation": _scaled(("none", "min_max")),
    "max_deviation": _scaled(("none", "min_max")),
    "dependent": _dependent,
    "combined": _combined,
}
"""By the name of the method."""
