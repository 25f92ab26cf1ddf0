"""The entrance of the ``docking`` command: puts the groups together and words the errors."""

from __future__ import annotations

import typer

from api.cli import bench, demo, evaluate, index, intake, knowledge, notices, serve, subscriptions, verify
from api.cli.demand import demands
from api.cli.engagements import engagement
from api.cli.matches import advising, gaps, learning, matching, reverse, runs
from api.cli.options import Language
from api.cli.printing import spoken
from api.cli.reviewing import reviews

app = typer.Typer(
    name="docking",
    help="Docking 对接：从企业的一句话，到检验中心的一份验收结果。/ From an enterprise's words to an accepted result.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help is shown four times sooner
)


@app.callback()
def options(lang: Language = None) -> None:
    """Options before the command."""


app.command("demo", help="走一遍全程：一条真实的难题，从原话到星级 / the whole journey once")(demo.demo)
app.command("reverse", help="一项成果、能力或一位专家能服务哪些需求 / match a result, a capability or an expert")(
    reverse.reverse
)
app.command("serve", help="启动网页和接口服务 / start the web service")(serve.serve)
app.command("verify", help="核对审计链和索引 / check the audit chain and the index")(verify.verify)
app.add_typer(matching.app, name="match", help="一段话能找到哪些中心和专家；重放、比较 / match a text; replay, compare")
app.add_typer(intake.app, name="intake", help="读懂需求 / read demands")
app.add_typer(demands.app, name="demand", help="需求台：审核发布、办理、催办、热线、投诉 / the coordinator's desk")
app.add_typer(reviews.app, name="review", help="匹配评审：接受、退回、暂缓、添加、转交、问企业 / review matches")
app.add_typer(engagement.app, name="engagement", help="服务项目：办理、协议、文件、材料包、问卷、成效 / projects")
app.add_typer(knowledge.app, name="knowledge", help="能力、专家、设备：导入和查看 / what is known")
app.add_typer(evaluate.app, name="evaluate", help="评价：赋权、评分、条款、报告 / evaluation on JSON files")
app.add_typer(index.app, name="index", help="检索索引 / the index")
app.add_typer(subscriptions.app, name="subscriptions", help="订阅新需求、新能力 / subscriptions")
app.add_typer(notices.app, name="notices", help="送出提醒和订阅通知 / deliver notices")
app.add_typer(bench.app, name="bench", help="在给定数据上测量 / measure on given data")


runs.install(matching.app)
advising.install(matching.app)
gaps.install(matching.app)
learning.install(matching.app)


def _where(field: object, said: str) -> str:
    """The place within the input (``matrices[1][a,b]``), where the sentence does not name it."""
    if not isinstance(field, str) or field in said or not ("[" in field or "." in field):
        return ""
    return f" ({field})"


def run() -> None:
    """Run a command; an error of ours is one clear line and exit code 1 (2 for wrong input), never a traceback."""
    try:
        app()
    except Exception as fault:
        from foundation.errors import DockingError, InvalidInput

        if not isinstance(fault, DockingError):
            raise
        said = fault.text(spoken())
        typer.echo(f"{said}{_where(fault.facts.get('field'), said)}  [{fault.code}]", err=True)
        raise SystemExit(2 if isinstance(fault, InvalidInput) else 1) from None


if __name__ == "__main__":
    run()
