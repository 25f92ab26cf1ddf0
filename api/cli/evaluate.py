"""``docking evaluate``: every step of an evaluation on JSON files, no database needed."""

from __future__ import annotations

import typer

from api.cli.evaluating import assess, fce, verify, weights

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.command("weights", help="按某一种方法算权重 / weights by one method")(weights.weights)
app.command("fce", help="模糊综合评价 / fuzzy comprehensive evaluation")(fce.fce)
app.command("assess", help="由一个 JSON 文件作一次评价 / assess from one JSON file")(assess.assess)
app.command("verify", help="只凭导出的报告重算每一个数 / recompute an exported report")(verify.verify)
