"""Opinions of reviewers: rows in, values out. Only ever added to."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.values import value_of
from matcher.review.opinion import Opinion
from matcher.tables import OpinionRow


def add_opinion(session: Session, opinion: Opinion) -> None:
    """Store one; its candidate's version is its number, so that none is ever written twice."""
    held = opinion.model_dump()
    held["scores"] = json.dumps(opinion.scores, sort_keys=True)
    session.add(OpinionRow(**held))
    session.flush()


def find_opinion(session: Session, candidate_id: str, version: int) -> Opinion | None:
    """The decision that led to this version of a candidate; ``None`` when no person's did."""
    row = session.get(OpinionRow, (candidate_id, version))
    return None if row is None else _opinion(row)


def opinions_of(session: Session, candidate_ids: Sequence[str]) -> dict[str, list[Opinion]]:
    """All decisions on these candidates, the oldest first; one query."""
    query = select(OpinionRow).where(OpinionRow.candidate_id.in_(candidate_ids))
    found: dict[str, list[Opinion]] = {}
    for row in session.scalars(query.order_by(OpinionRow.candidate_id, OpinionRow.version)):
        found.setdefault(row.candidate_id, []).append(_opinion(row))
    return found


def _opinion(row: OpinionRow) -> Opinion:
    return value_of(Opinion, row, scores=json.loads(row.scores))
