"""``docking match learn``, ``lessons``, ``forget``: what coordinators' decisions teach about the weights (B18)."""

from __future__ import annotations

import typer

from api.cli.options import AsJson, Language


def install(app: typer.Typer) -> None:
    """Put the commands into their group."""
    app.command("learn", help="从接受和退回里学各信号的分量 / learn from decisions how much each signal counts")(learn)
    app.command("lessons", help="采用过哪些学习结果 / what was learned and adopted")(lessons)
    app.command("forget", help="忘掉学到的，回到出厂的分量 / back to the shipped weights")(forget)


def learn(as_json: AsJson = False, lang: Language = None) -> None:
    """Adopted only where demands that were held out get better by more than chance, and no trade pays for it."""
    from api.cli.printing import emit, language, say
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from matcher.learning.lessons import adopt, lesson_from

    with open_house() as house:
        with house.reading() as session:
            lesson = lesson_from(session, OPERATOR)
        with house.working(OPERATOR) as work:
            kept = adopt(work, lesson)
    if as_json:
        emit({"id": kept.id if kept else None, "lesson": lesson.model_dump(mode="json")})
        return
    typer.echo(lesson.why.text(language()))
    say("看了 {decisions} 个决定，{pairs} 对", decisions=lesson.decisions, pairs=lesson.pairs)
    for one in lesson.multipliers if kept else ():
        typer.echo(f"   {one.signal:<20} × {one.thousandths / 1000:.3f}")


def lessons(as_json: AsJson = False, lang: Language = None) -> None:
    """Oldest first; one is in use at most."""
    from api.cli.printing import emit, language, say
    from api.wiring import open_house
    from matcher.learning import lesson_store

    with open_house() as house, house.reading() as session:
        found = lesson_store.lessons(session)
    if as_json:
        emit([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        mark = "✔" if one.state == "active" else "–"
        typer.echo(f"{mark} {one.id}  {one.created_at.isoformat(timespec='seconds')}  {one.why.text(language())}")
    if not found:
        say("还没有采用过学习结果")


def forget(as_json: AsJson = False, lang: Language = None) -> None:
    """Runs from now on have the very bytes they would have had without learning; stored runs stay as they are."""
    from api.cli.printing import emit, say
    from api.wiring import open_house
    from foundation.actors import OPERATOR
    from matcher.learning import lessons as learning

    with open_house() as house, house.working(OPERATOR) as work:
        forgotten = learning.forget(work)
    if as_json:
        emit({"forgotten": forgotten.id if forgotten else None})
    elif forgotten:
        say("已忘掉 {lesson}，回到出厂的分量", lesson=forgotten.id)
    else:
        say("没有在用的学习结果")
