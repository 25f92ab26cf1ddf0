"""``docking serve``: the web service on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Language


def serve(
    host: Annotated[str, typer.Option(help="监听地址 / address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 / port", min=0, max=65535)] = 8000,
    lang: Language = None,
) -> None:
    """Start the service; ends cleanly on Ctrl-C or SIGTERM."""
    import uvicorn

    from api.app import make_app
    from api.cli.printing import say
    from api.wiring import open_house

    with open_house() as house:
        house.warm_model()
        say("打开 http://{host}:{port} 即可使用；按 Ctrl-C 结束", host=host, port=str(port))
        uvicorn.run(make_app(house), host=host, port=port, log_level="warning", timeout_graceful_shutdown=10)
