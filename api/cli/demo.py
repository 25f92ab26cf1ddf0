"""``docking demo``: one real problem, from everyday words to stars, with real parts all the way."""

from __future__ import annotations

import sys
import tempfile
from contextlib import nullcontext, redirect_stdout
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AsJson, Language

if TYPE_CHECKING:
    from api.wiring import House

DEMO_HOUR = 9


def demo(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="把时钟拨到这一天 / set the clock to this day")
    ] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Walk the whole way once: words, demand, match, review, agreement, service, acceptance, stars.

    Uses the data folder; where real centres live already, a throwaway folder instead.
    """
    from api.cli.printing import emit, progress, say, words
    from api.cli.walk import walk
    from api.demonstration import furnish

    with tempfile.TemporaryDirectory() as folder:
        house, is_throwaway = _house(folder, on)
        try:
            if is_throwaway:
                say("数据目录里已有真实的中心，演示改在临时目录里进行，不留痕迹")
            with progress(words("准备示范数据")) as update:
                world = furnish(house, update)
            with redirect_stdout(sys.stderr) if as_json else nullcontext():
                came_of_it = walk(house, world)
            if as_json:
                emit(came_of_it)
            elif not is_throwaway:
                say('接着试试：python3 run.py serve（网页） · python3 run.py cli match --text "盐雾48小时就起泡"')
        finally:
            house.close()


def _house(folder: str, on: datetime | None) -> tuple[House, bool]:
    """The house of the settings, or one in ``folder`` where the settings' own holds real centres."""
    from pathlib import Path

    from api.wiring import open_house
    from foundation.clock import CHINA, SetClock
    from foundation.settings import read_settings
    from kb.service import list_centres

    clock = SetClock(on.replace(hour=DEMO_HOUR, tzinfo=CHINA)) if on else None
    house = open_house(clock=clock)
    with house.reading() as session:
        is_real = any(not centre.is_demonstration for centre in list_centres(session))
    if not is_real:
        return house, False
    house.close()
    return open_house(read_settings(data_dir=Path(folder), database_url=""), clock), True
