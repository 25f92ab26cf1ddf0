"""``docking notices``: what waits in the outbox goes out."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import AsJson, Language

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Reminders and news on their way to whoever must hear them."""


@app.command("deliver", help="把发件箱里的通知送出去 / deliver the notices that wait")
def deliver(
    watch: Annotated[bool, typer.Option("--watch", help="一直送，按 Ctrl-C 结束 / go on until Ctrl-C")] = False,
    every: Annotated[float, typer.Option(help="每隔多少秒看一次 / seconds between rounds", min=1, max=3600)] = 30.0,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """By webhook, by mail or both, as set; may be run by a timer, on several machines at once.

    Demands whose enterprise answered a question, and that could not be matched anew at once, are matched first.
    """
    import signal
    import threading

    from api.cli.printing import emit, say
    from api.matching.rematching import match_again
    from api.notices import deliver as round_of
    from api.wiring import open_house

    ending = threading.Event()
    if watch:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ending.set())  # the round at work is finished
    with open_house() as house:
        while True:
            match_again(house)
            ran = round_of(house)
            if as_json:
                emit(ran.model_dump())
            elif not watch or ran.done or ran.failed or ran.dead:
                say("送出 {done} 件；{failed} 件稍后再试，{dead} 件已放弃", **ran.model_dump(exclude={"lost"}))
            if not watch or ending.wait(every):
                return
