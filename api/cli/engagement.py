"""``docking engagement``: projects from the accepted match to closure; the commands stand in files by topic."""

from __future__ import annotations

import typer

from api.cli import engagement_after, engagement_documents, engagement_pack

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def of_engagements() -> None:
    """Projects: from the accepted match to closure."""


engagement_documents.add(app)
engagement_pack.add(app)
engagement_after.add(app)
