"""``docking match advise``: what would change a stored match, for the enterprise and for the centres (B9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from foundation.language import Sentence
    from matcher.advice.advising import Advice
    from matcher.advice.lift import Lift


def install(app: typer.Typer) -> None:
    """Put the command into its group."""
    app.command("advise", help="怎样补充、怎样扩项会改变名次，逐条重算 / what would change the ranks, matched again")(
        advise
    )


def advise(
    run: Annotated[str, typer.Argument(help="匹配编号 / run id")],
    centre: Annotated[
        str | None, typer.Option("--centre", help="只看一个中心，编号或名称 / one centre, id or name")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Questions for the enterprise and steps for each proposed centre; every one was applied and matched again."""
    from api.cli.printing import tell
    from api.matching.advising import advise_run
    from api.wiring import open_house

    with open_house() as house:
        found = advise_run(house, run, centre=centre)
    tell(found, as_json, lambda advice: _show(advice, with_questions=centre is None))


def _show(found: Advice, with_questions: bool) -> None:
    from api.cli.printing import language, say, words

    spoken = language()
    if with_questions:
        say("给企业的建议：")
        for question in found.questions:
            typer.echo(f"  ? {question.says.text(spoken)}")
            for outlook in question.outlooks:
                typer.echo(f"      {_with_lift(outlook.says, outlook.confidence)}")
        if not found.questions:
            say("  没有需要补充的：再问也分不出更好的名次")
    for one in found.centres:
        typer.echo("")
        say("给 {name} 的建议：", name=one.name)
        if one.comparison is not None:
            leads = words("，").join(lead.says.text(spoken) for lead in one.comparison.leads)
            typer.echo(f"  {one.comparison.says.text(spoken)}{leads}")
        for step in one.steps:
            typer.echo(f"  → {_with_lift(step.says, step.effect.confidence)}")
        if one.says is not None:
            typer.echo(f"  {one.says.text(spoken)}")


def _with_lift(says: Sentence, lift: Lift | None) -> str:
    """What becomes of the place, and of how sure one may be."""
    from api.cli.printing import language, words

    told = [says, lift.says] if lift is not None else [says]
    return words("；").join(one.text(language()) for one in told)
