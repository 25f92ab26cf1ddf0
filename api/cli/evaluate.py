"""``docking evaluate``: every step of an evaluation on JSON files, no database needed."""

from __future__ import annotations

import typer

from api.cli.evaluating import assess, clauses, fce, improve, integrity, report, scheme, sensitivity, verify, weights

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.command("weights", help="按某一种方法算权重 / weights by one method")(weights.weights)
app.command("fce", help="模糊综合评价 / fuzzy comprehensive evaluation")(fce.fce)
app.add_typer(scheme.app, name="scheme")
app.command("clauses", help="用条款规则检查一份材料 / check a dossier by the clauses")(clauses.clauses)
app.command("sensitivity", help="权重的敏感性与星级的稳健性 / sensitivity to the weights")(sensitivity.sensitivity)
app.command("integrity", help="问卷与专家打分的可信检查 / integrity of questionnaires and scores")(integrity.integrity)
app.command("report", help="评价报告：七项内容齐全才出 / the evaluation report")(report.report)
app.command("improve", help="离下一星差多少，先改哪几项 / what to improve first")(improve.improve)
app.command("assess", help="由一个 JSON 文件作一次评价 / assess from one JSON file")(assess.assess)
app.command("verify", help="只凭导出的报告重算每一个数 / recompute an exported report")(verify.verify)
