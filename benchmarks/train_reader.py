"""Learn the reader's weights from labelled, invented messages: ``python -m benchmarks.train_reader``.

Messages: ``benchmarks/training/messages/*.jsonl`` and the open parts of the gold sets, one a line: ``title, text,
product`` (verbatim or null), ``problem_type``, ``service_category`` (null: two careful persons would not agree; empty:
the words are no demand). Of the demands of :data:`TOLD` and of the messages of :data:`ERRANDS` only the service is
labelled: many lie beyond the business or ask for what none of the seven services is. Two log-linear models are fitted
by L-BFGS on one thread:
one over the stretches of a demand for its product, one over pieces of words for each kind. The same messages and trade
names give the same files.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from safetensors.numpy import save_file
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from intake.grounding import fold
from intake.reading.clause_words import Trade
from intake.reading.kinds import ruled_of, text_of
from intake.reading.learned import LONGEST_PIECE, NOTHING, READER
from intake.reading.problems import weigh_problems
from intake.reading.products import ruled_product
from intake.reading.services import weigh_services
from intake.reading.signs_english import is_english
from intake.reading.spans import Describing, nothing, spans, surroundings
from intake.reading.statement import state
from kb.trade.reading import read_knowledge

MESSAGES = Path(__file__).resolve().parent / "training" / "messages"
GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "intake"
MATCHING = GOLDEN.parent / "matching"
TOLD = ("outside_train.yaml", "acts_train.yaml", "asked_train.yaml")
"""Train only; the service that four readers filed each under stands beside it, none where two would not agree."""
ERRANDS = MESSAGES.parent / "errands"
"""Messages for what no centre does, and for services of centres told amid other business (ADR 0049)."""
AMID_BUSINESS = 0.25
"""How much one of these counts: they are written to be hard, and most demands are not."""
NONE_OF_THEM = "无"
"""How these sets call what none of the seven services is: a loan, a lawyer. To the reader it is no service."""
FIELDS = ("service_category", "problem_type")
PENALTY, LEAST_SEEN, LEAST_WEIGHT = 3.0, 3, 0.04
PIECES_SEEN, PIECE_WEIGHT, STRENGTH = 3, 2.0, 12.0
ENGLISH_COUNTS = 2.0
"""An English message counts this much for the kinds: there are few, and they share few pieces with others."""
Message = dict[str, Any]


def messages() -> list[Message]:
    """All of them, in the order of the files; the held part of the gold set is never among them."""
    paths = [*sorted(MESSAGES.glob("*.jsonl")), *sorted(GOLDEN.glob("*.jsonl"))]
    every = [json.loads(line) for path in paths for line in path.read_text("utf-8").split("\n") if line]
    return [message for message in every if message.get("split") != "held" and "product" in message]


def told() -> list[Message]:
    """Demands of :data:`TOLD`, in the order of the files, with the service each asks for and nothing else."""
    every = [one for name in TOLD for one in yaml.safe_load((MATCHING / name).read_text("utf-8"))["demands"]]
    service = {NONE_OF_THEM: NOTHING}
    return [
        {"text": one["text"], "service_category": service.get(one["service"], one["service"])}
        for one in every
        if "service" in one
    ]


def told_amid_business() -> list[Message]:
    """Messages of :data:`ERRANDS`, in the order of the files, with the service each asks for and nothing else."""
    return [
        {"text": one["text"], "service_category": one.get("service", NOTHING), "counts": AMID_BUSINESS}
        for path in sorted(ERRANDS.glob("*.yaml"))
        for one in yaml.safe_load(path.read_text("utf-8"))["demands"]
    ]


def trade_names() -> list[str]:
    """Products as the trade knowledge calls them, in both languages."""
    found: set[str] = set()
    for field in read_knowledge().fields:
        for name, product in field.products.items():
            found.update((name, product.en, *product.other_names, *product.other_english))
    return sorted(name for name in found if len(name) >= 2)


def span_rows(given: list[Message], trade: Trade) -> list[tuple[list[list[str]], list[bool]]]:
    """Of every message: features of each stretch and of there being none, and which of them is right."""
    rows = []
    for message in given:
        statement = state(message.get("title") or None, message["text"])
        around = surroundings(statement, ruled_product(statement))
        describing = Describing(around, trade)
        wanted = fold(message.get("product") or "").text.lower()
        found = list(spans(around))
        right = [*(span.text.lower() == wanted for span in found), not wanted]
        if any(right):
            rows.append(([*(sorted(set(describing.features(span))) for span in found), nothing(around)], right))
    return rows


def fit_spans(rows: list[tuple[list[list[str]], list[bool]]]) -> dict[str, float]:
    """Weights that make the right stretch the likeliest of its demand."""
    seen = Counter(one for features, _ in rows for stretch in features for one in stretch)
    places = {one: place for place, one in enumerate(sorted(one for one, times in seen.items() if times >= LEAST_SEEN))}
    columns, ends, sizes, targets = [], [0], [], []
    for features, right in rows:
        sizes.append(len(features))
        targets += [flag / sum(right) for flag in right]
        for stretch in features:
            columns += [places[one] for one in stretch if one in places]
            ends.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(targets), len(places)))
    turned = matrix.T.tocsr()
    starts, wanted = np.cumsum([0, *sizes[:-1]]), np.array(targets)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        highest = np.maximum.reduceat(scores, starts)
        raised = np.exp(scores - np.repeat(highest, sizes))
        totals = np.add.reduceat(raised, starts)
        chances = raised / np.repeat(totals, sizes)
        value = (highest + np.log(totals)).sum() - wanted @ scores + PENALTY / 2 * weights @ weights
        return float(value), turned @ (chances - wanted) + PENALTY * weights

    found = minimize(loss, np.zeros(len(places)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return {one: round(float(found[at]), 3) for one, at in places.items() if abs(found[at]) > LEAST_WEIGHT}


def fit_kinds(given: list[Message]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The names and the arrays of both kinds."""
    statements = [state(message.get("title") or None, message["text"]) for message in given]
    ruled = np.array([ruled_of(one, weigh_services(one), weigh_problems(one)) for one in statements])
    cutting = TfidfVectorizer(
        analyzer="char", ngram_range=(1, LONGEST_PIECE), min_df=PIECES_SEEN, sublinear_tf=True, lowercase=False
    )
    pieces = cutting.fit_transform([text_of(one) for one in statements])
    arrays: dict[str, np.ndarray] = {"telling": cutting.idf_.astype(np.float16)}
    kinds: dict[str, list[str]] = {}
    language = [ENGLISH_COUNTS if is_english(message["text"]) else 1.0 for message in given]
    for field in FIELDS:
        known = [place for place, message in enumerate(given) if message.get(field) is not None]
        model = LogisticRegression(C=STRENGTH, max_iter=3000)
        model.fit(
            hstack([pieces[known] * PIECE_WEIGHT, csr_matrix(ruled[known])]).tocsr(),
            [given[place][field] for place in known],
            sample_weight=[given[place].get("counts", 1.0) * language[place] for place in known],
        )
        weights = model.coef_.T
        count = pieces.shape[1]
        kinds[field] = model.classes_.tolist()
        arrays[f"{field}.pieces"] = np.ascontiguousarray(weights[:count] * PIECE_WEIGHT).astype(np.float16)
        arrays[f"{field}.ruled"] = np.ascontiguousarray(weights[count:]).astype(np.float32)
        arrays[f"{field}.bias"] = model.intercept_.astype(np.float32)
    arrays["together"] = together(given, kinds)
    return {"kinds": kinds, "pieces": cutting.get_feature_names_out().tolist()}, arrays


def together(given: list[Message], kinds: Mapping[str, Sequence[str]]) -> np.ndarray:
    """(problems, services): how much likelier a service is beside each kind of problem than by itself, smoothed."""
    service, problem = (kinds[field] for field in FIELDS)
    counts = np.full((len(problem), len(service)), 0.5)
    for message in given:
        if message.get("problem_type") is not None and message.get("service_category") is not None:
            counts[problem.index(message["problem_type"]), service.index(message["service_category"])] += 1
    beside = counts / counts.sum(axis=1, keepdims=True)
    return (beside / (counts.sum(axis=0) / counts.sum())).astype(np.float32)


def main() -> None:
    """Fit and write."""
    given, names = messages(), trade_names()
    sys.stderr.write(f"{len(given)} messages\n")
    weights = fit_spans(span_rows(given, Trade.of(names)))
    kinds, arrays = fit_kinds([*given, *told(), *told_amid_business()])
    READER.mkdir(exist_ok=True)
    _write("spans.json", {"names": names, "weights": weights})
    _write("kinds.json", kinds)
    save_file(arrays, READER / "kinds.safetensors")
    sys.stderr.write(f"{len(weights)} features, {len(kinds['pieces'])} pieces\n")


def _write(name: str, value: object) -> None:
    (READER / name).write_text(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
