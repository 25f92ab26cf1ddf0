"""What ``docking review`` prints: a line of the queue, a case with its candidates, an engagement that was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from engagement.record import Engagement
    from matcher.review.views import CandidateView, QueueItem, ReviewCase


def tell_opened(opened: Engagement) -> None:
    """The engagement, who has to act until when, and what has to be settled before anything is signed."""
    from api.cli.printing import language, say
    from engagement.opening import before_signing
    from engagement.profiles import profile

    say("项目已经开始：{engagement}（{due} 前）", engagement=opened.id, due=str(opened.due.date if opened.due else "—"))
    say("按“{flow}”办：{about}", flow=profile(opened.profile).process.label, about=profile(opened.profile).about)
    for one in before_signing(opened):
        typer.echo(f"  ! {one.text(language())}")


def show_item(item: QueueItem) -> None:
    from api.cli.printing import words
    from matcher.review.views import CASE_LABELS

    due = f"{item.due}" if item.due else "—"
    state = words(CASE_LABELS[item.state]) + (f"  {words('企业已答复')}" if item.is_answered else "")
    typer.echo(f"{due}  {state}  {item.demand_id}  {item.title}  {item.owner or ''}  {item.best_centre or ''}".rstrip())


def show_case(seen: ReviewCase) -> None:
    from api.aside import aside
    from api.cli.printing import language, say, words
    from matcher.review.views import CASE_LABELS

    say(
        "{title}（{state}，{due} 前）", title=seen.demand.title, state=CASE_LABELS[seen.state], due=str(seen.due or "—")
    )
    if seen.terms.reviewers == 2:
        marks = "、".join(f"{words(one.label)} {one.weight}" for one in seen.terms.criteria)
        say("要两人评审，逐项打分（{marks}），通过线 {mark}", marks=marks, mark=seen.terms.pass_mark)
    for one in seen.candidates:
        _show_candidate(one)
    for question in seen.questions:
        typer.echo(f"  ? {question.words}   {question.answer or ''}".rstrip())
    for gap in seen.gaps:
        typer.echo(f"  ! {aside(gap.says, language())}")


def _show_candidate(one: CandidateView) -> None:
    from api.aside import aside
    from api.cli.printing import language, words
    from matcher.review.guards import shown_total
    from matcher.review.process import REASONS, REVIEW

    held, spoken = one.candidate, language()
    typer.echo(
        f"\n{held.rank}. {one.centre_name}   {words(REVIEW.state(held.state).label)}   {held.id}  v{held.version}"
    )
    for fact in one.proposal.facts if one.proposal else ():
        typer.echo(f"   {'!' if fact.standing == 'hinders' else '·'} {aside(fact.says, spoken)}")
    for opinion in one.opinions:
        points = "" if opinion.total is None else f"  {shown_total(opinion.total)}"
        why = words(REASONS[opinion.reason_code]) if opinion.reason_code else ""
        label = words(next(row.label for row in REVIEW.transitions if row.event == opinion.event))
        typer.echo(f"   {opinion.reviewer}  {label}{points}  {why}  {opinion.note or ''}".rstrip())
    for before in one.earlier:
        why = words(REASONS[before.reason_code]) if before.reason_code else ""
        typer.echo(f"   ← {words(REVIEW.state(before.state).label)}  {why}  {before.note or ''}".rstrip())
    open_now = [event for event in one.events if event.refusal is None]
    typer.echo("   " + "  ".join(f"[{words(event.label)}]" for event in open_now))
