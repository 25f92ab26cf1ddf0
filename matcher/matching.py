"""The whole method on one page: ``match(query, index, policy) → MatchList``. Pure: no database, no web, no model.

1. The finding signals of the policy ask the index: one view (BM25, TF-IDF, latent, dense) in one voice (what was
   written, its focus, what the trade makes of it). Every row that one of them finds is judged by all signals.
2. Signals are scaled to their own best for this query and weighed; a row of another trade loses a share of them;
   product, parameter and standard comparisons add.
3. The legal gate states whether a row is inside a valid scope on the planned day; where a test is asked for, a row
   that is not loses a share of its points, visibly.
4. Rows of one centre stand together: the best row counts whole, each further *different* parameter half as much
   as the one before.

Same query, index and policy give the same bytes: points are whole numbers, every order has a full tie-break.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foundation.text import fold
from kb.passages import Passage
from matcher import features as compare
from matcher.fusion import Points, points_of, union
from matcher.matchlist import CentreCandidate, Contribution, Hit, MatchList
from matcher.policy import MatchPolicy
from matcher.ports import Reranker, Searchable
from matcher.query import Query, Wanted
from matcher.reasons import missing, overlaps, reasons
from matcher.scope import NEEDS_SCOPE, state_on

EXPLAINED = 50
ROWS_PER_CENTRE = 5
RERANKED = 50
"""So many rows an optional cross-encoder reads."""


def match(
    query: Query,
    index: Searchable,
    policy: MatchPolicy,
    model_identity: str,
    top: int = EXPLAINED,
    reranker: Reranker | None = None,
) -> MatchList:
    """The best ``top`` passages with reasons, and the centres and experts they speak for.

    With a ``reranker`` the best :data:`RERANKED` are read once more; without one nothing changes.
    """
    wanted = query.wanted
    rows = union(index.search(s.view, s.voice, query, policy.depth)[0] for s in policy.signals if s.finds)
    given = {s.name: points_of(index.judge(s.view, s.voice, query, rows), s.points) for s in policy.signals}
    strange = np.rint(index.strangeness(query, rows) * 1000).astype(np.int64)
    signals: Points = np.sum(list(given.values()), axis=0)
    given["trade"] = -_lost_abroad(signals, strange, policy)
    given["prose"] = np.where(index.is_prose(rows), -(signals + given["trade"]) * policy.prose_share // 100, 0)
    total: Points = np.sum(list(given.values()), axis=0)
    scored = [
        _score(
            wanted, index.passages[rows[place]], {name: int(column[place]) for name, column in given.items()}, policy
        )
        for place in _within_reach(total, wanted, policy, top)
    ]
    scored.sort(key=lambda item: (-sum(item[1].values()), item[0].id))
    if reranker is not None:
        _read_again(query, scored[:RERANKED], reranker, policy)
        scored.sort(key=lambda item: (-sum(item[1].values()), item[0].id))
    folded = fold(wanted.text)
    hits = tuple(_hit(query, folded, passage, points) for passage, points in scored[:top])
    return MatchList(
        index_identity=index.identity,
        model_identity=model_identity,
        policy_version=policy.version,
        policy_digest=policy.digest,
        planned_on=wanted.planned_on,
        hits=hits,
        centres=_centres(wanted, hits, {passage.id: passage for passage, _ in scored[:top]}),
        experts=tuple(hit for hit in hits if hit.kind == "expert"),
    )


def _within_reach(signals: Points, wanted: Wanted, policy: MatchPolicy, top: int) -> list[int]:
    """Places of the rows that can still come among the ``top``: all that features and gate could change is allowed for.

    Exact, not a guess: a row left out has ``top`` rows before it whatever its features are.
    """
    if len(signals) <= top:
        return list(range(len(signals)))
    kept = 100 - policy.fallen_share if wanted.service_category == NEEDS_SCOPE else 100
    surely = np.partition(signals * kept // 100, len(signals) - top)[len(signals) - top]
    return [int(place) for place in np.flatnonzero(signals + policy.feature_points >= surely)]


def _read_again(
    query: Query, best: Sequence[tuple[Passage, dict[str, int]]], reranker: Reranker, policy: MatchPolicy
) -> None:
    judged = reranker.scores(query.wanted.whole, [passage.text for passage, _ in best])
    for (_, points), score in zip(best, judged.tolist(), strict=True):
        points["reranker"] = round(score * policy.reranker_points)


def _lost_abroad(signals: Points, strange: Points, policy: MatchPolicy) -> Points:
    """What rows of other trades lose: the same word means another thing there (断裂 of a bolt, of a yarn)."""
    return np.asarray(signals * policy.other_trade_share * strange // 100_000)


def _score(
    wanted: Wanted, passage: Passage, points: dict[str, int], policy: MatchPolicy
) -> tuple[Passage, dict[str, int]]:
    points["product"] = compare.product_overlap(wanted, passage) * policy.product_points // 1000
    points["parameter"] = compare.parameter_overlap(wanted, passage) * policy.parameter_points // 1000
    points["standard"] = compare.standard_overlap(wanted, passage) * policy.standard_points // 1000
    if passage.kind == "expert" and wanted.service_category != NEEDS_SCOPE:
        points["expert"] = policy.expert_points
    if wanted.service_category == NEEDS_SCOPE and state_on(passage, wanted.planned_on) in ("expired", "not_yet"):
        points["scope"] = -(sum(points.values()) * policy.fallen_share // 100)
    return passage, points


def _hit(query: Query, folded: str, passage: Passage, points: dict[str, int]) -> Hit:
    wanted = query.wanted
    scope = state_on(passage, wanted.planned_on)
    shared = overlaps(wanted.text, folded, passage)
    same_standard = {"standard": compare.standard_overlap(wanted, passage)}
    return Hit(
        passage_id=passage.id,
        kind=passage.kind,
        provider_id=passage.provider_id,
        score=sum(points.values()),
        contributions=tuple(Contribution(signal=name, points=value) for name, value in points.items() if value),
        scope=scope,
        title=title_of(passage),
        detail=passage.fields.get("standards", "") or passage.fields.get("directions", ""),
        source=passage.scope.source if passage.scope else "",
        restriction=passage.scope.restriction if passage.scope else None,
        overlaps=shared,
        reasons=reasons(query, passage, shared, scope, same_standard),
    )


def title_of(passage: Passage) -> str:
    """The passage in one line: product and parameter, or the expert's field."""
    names = ("product", "parameter") if passage.kind == "capability" else ("title", "field")
    return " · ".join(passage.fields[name] for name in names if passage.fields.get(name)) or passage.text[:40]


def _centres(wanted: Wanted, hits: Sequence[Hit], passages: dict[str, Passage]) -> tuple[CentreCandidate, ...]:
    by_centre: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.provider_id is not None:
            by_centre.setdefault(hit.provider_id, []).append(hit)
    candidates = []
    for provider_id, found in by_centre.items():
        rows = _different([hit for hit in found if hit.kind == "capability"], passages)
        if not rows:
            continue
        score = sum(hit.score >> place for place, hit in enumerate(rows)) // 2
        experts = tuple(hit for hit in found if hit.kind == "expert")[:2]
        gaps = missing(wanted, tuple(passages[hit.passage_id] for hit in rows))
        candidates.append((score, provider_id, rows, experts, gaps))
    candidates.sort(key=lambda c: (-c[0], c[1]))
    return tuple(
        CentreCandidate(provider_id=centre, rank=rank, score=score, rows=rows, experts=experts, missing=gaps)
        for rank, (score, centre, rows, experts, gaps) in enumerate(candidates, start=1)
    )


def _different(hits: Sequence[Hit], passages: dict[str, Passage]) -> tuple[Hit, ...]:
    """The best rows of a centre, one for each parameter: the same test on six products is one reason, not six."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        parameter = passages[hit.passage_id].fields.get("parameter") or hit.passage_id
        kept.setdefault(parameter, hit)
    return tuple(list(kept.values())[:ROWS_PER_CENTRE])
