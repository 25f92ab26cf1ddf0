"""The service with one route more, which does nothing: ``python -m benchmarks.intake.serving FOLDER PORT``.

``POST /nothing`` goes the way of a chat turn – body, validation, actor, thread pool, middlewares – and returns.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.app import make_app
from api.dependencies import ActorDep, HouseDep
from api.routes.conversations import Message
from api.wiring import House, open_house
from foundation.settings import Settings

KEY = "a-key-only-for-benchmarks"


def furnished(house: House) -> FastAPI:
    """The application of this house and ``POST /nothing``."""
    app = make_app(house)

    @app.post("/nothing")
    def nothing(house: HouseDep, actor: ActorDep, form: Message) -> dict[str, str]:
        return {}

    return app


def main(folder: str, port: str) -> None:
    """Serve an empty house until killed."""
    house = open_house(Settings(data_dir=Path(folder), operator_key=KEY))  # type: ignore[arg-type]
    uvicorn.run(furnished(house), host="127.0.0.1", port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
