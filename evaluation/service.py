"""Use cases of evaluation: assess a centre, correct an assessment, look at one, follow the history, reckon it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from evaluation import store
from evaluation.assess import assess, corrected
from evaluation.assessment import Assessment, EvaluatorKind, Occasion
from evaluation.audit import audit
from evaluation.editions.scheme import Policies, Scheme
from evaluation.editions.shipped import DEFAULT_SCHEME, scheme_named
from evaluation.independence import require_independence
from evaluation.ratings import Rating
from evaluation.store import Envelope, StoredAssessment
from evaluation.verify import Verification
from evaluation.weighting import GroupWeights, WeightSet, weight_set
from evaluation.weights.weights import Weights
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.unit_of_work import Work


def assess_centre(
    work: Work,
    subject_id: str,
    evaluator_id: str,
    ratings: Sequence[Rating],
    *,
    evaluator_kind: EvaluatorKind = "second",
    weights: Mapping[str, Weights] | None = None,
    policies: Policies | None = None,
    scheme_name: str = DEFAULT_SCHEME,
    host_id: str | None = None,
    period: tuple[date, date] | None = None,
    goal: str = "",
    commissioned_by: str = "",
    used_by: str = "",
) -> StoredAssessment:
    """Assess one subject and keep the result as version 1 of a new series.

    ``evaluator_id`` is the organisation that evaluates, ``host_id`` the subject's host institution, ``period`` the
    first day and the day after the last; ``weights`` by parent id (``T`` for the elements). Raises ``Conflict`` when
    the evaluator is not independent (S1-10), ``NotFound`` for an unknown scheme, ``InvalidInput`` for wrong data.
    """
    scheme = scheme_named(scheme_name)
    occasion = Occasion(
        subject=subject_id,
        host=host_id or "",
        evaluator=evaluator_id,
        evaluator_kind=evaluator_kind,
        period_from=period[0] if period else None,
        period_until=period[1] if period else None,
        goal=goal,
        commissioned_by=commissioned_by,
        used_by=used_by,
    )
    _require_independence(work, occasion)
    assessment = assess(scheme, weight_set(scheme, weights), ratings, policies, occasion)
    new_id = work.new_id("asm")
    return _keep(work, assessment, new_id, series=new_id)


def correct_assessment(work: Work, assessment_id: str, ratings: Sequence[Rating], reason: str) -> StoredAssessment:
    """Append the next version with other data, under the same weights, policies and scheme; the old one stays.

    The new version names the hash of the old one and the ``reason``. Raises ``Conflict`` when a newer version exists
    or the scheme has changed since, ``InvalidInput`` without a reason.
    """
    if not reason.strip():
        raise InvalidInput("correction_reason_missing", "更正要写明原因", field="reason")
    old = get(work.session, assessment_id)
    newest = store.latest_version(work.session, old.envelope.series)
    if newest != old.envelope.version:
        raise Conflict("assessment_already_corrected", "这次评价已有第 {version} 版，请从那一版更正", version=newest)
    content = old.assessment.content
    _require_independence(work, content.occasion)
    scheme = _scheme_of(old)
    assessment = corrected(old.assessment, scheme, _stored_weights(old), ratings, reason.strip())
    return _keep(work, assessment, work.new_id("asm"), series=old.envelope.series)


def get(session: Session, assessment_id: str) -> StoredAssessment:
    """One stored version; ``NotFound`` when there is none."""
    found = store.find(session, assessment_id)
    if found is None:
        raise NotFound("assessment_not_found", "没有评价记录 {id}", id=assessment_id)
    return found


def history(session: Session, subject_id: str) -> list[Envelope]:
    """Every version of every assessment of one subject, oldest first (S0-42)."""
    return store.of_subject(session, subject_id)


def verify_stored(session: Session, assessment_id: str) -> Verification:
    """Reckon a stored assessment again from its text, against its hash and the shipped scheme."""
    stored = get(session, assessment_id)
    return audit(stored.json_content, stored.envelope.sha256, scheme_named(stored.envelope.scheme))


def _require_independence(work: Work, occasion: Occasion) -> None:
    """Neither the evaluator nor whoever acts for it is the subject (nor its host, for a third party)."""
    organisations = (occasion.evaluator, work.actor.organisation)
    require_independence(occasion.evaluator_kind, occasion.subject, occasion.host, *organisations)


def _keep(work: Work, assessment: Assessment, new_id: str, series: str) -> StoredAssessment:
    content, results = assessment.content, assessment.results
    envelope = Envelope(
        id=new_id,
        series=series,
        version=content.revision.version,
        subject=content.occasion.subject,
        evaluator=content.occasion.evaluator,
        scheme=content.grading.scheme,
        total=results.total,
        stars=results.stars,
        sha256=assessment.sha256,
        corrects=content.revision.corrects,
        created_at=work.now,
        created_by=work.actor.id,
    )
    store.add(work.session, envelope, assessment.canonical)
    action = "assessment.corrected" if content.revision.corrects else "assessment.made"
    work.record(action, new_id, {"sha256": assessment.sha256, "total": results.total, "stars": results.stars})
    return StoredAssessment(envelope=envelope, canonical=assessment.canonical)


def _scheme_of(stored: StoredAssessment) -> Scheme:
    """The shipped scheme under whose very text the assessment was made."""
    scheme = scheme_named(stored.envelope.scheme)
    if scheme.sha256 != stored.assessment.content.grading.scheme_sha256:
        raise Conflict("scheme_changed", "评价方案 {name} 的内容已变，不能据此更正", name=scheme.name)
    return scheme


def _stored_weights(stored: StoredAssessment) -> WeightSet:
    plain = stored.assessment.content.weights
    return WeightSet(
        scheme=plain["scheme"], groups=tuple(GroupWeights.from_content(group) for group in plain["groups"])
    )
