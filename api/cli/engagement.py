"""``docking engagement``: projects from the command line, one file per topic."""

from __future__ import annotations

import typer

from api.cli import engagement_after, engagement_pack

app = typer.Typer(no_args_is_help=True)

engagement_pack.add(app)
engagement_after.add(app)
