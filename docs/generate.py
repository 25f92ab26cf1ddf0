"""Write the reference pages from the source, so that they cannot rot: ``python docs/generate.py [--check] [--readme]``.

settings.md from ``Settings``, errors.md from every raise of a DockingError, commands.md from the commands' own help,
api.md from the OpenAPI schema, method/clauses.md from the register of requirements, the tables of method/review.md
and method/engagement.md from the processes and the rules, kb/data/test_names.txt from the trade files; with
``--readme`` also the demonstration in README.md. Tests find stale ones.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))

NOTE = "<!-- 由 docs/generate.py 生成，请勿手改 / generated, do not edit -->\n\n"


def settings_page() -> str:
    """Each setting with its name in the environment, type, default and meaning."""
    from foundation.settings import Settings

    lines = ["# 设置 / Settings", "", "环境变量，一次读入，缺省即可用。", ""]
    lines += ["| 变量 | 类型 | 缺省 | 说明 |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        kind = getattr(field.annotation, "__name__", str(field.annotation).replace("typing.", ""))
        default = "（见说明）" if field.default_factory else f"`{_plain(field.default)}`"
        lines.append(f"| `DOCKING_{name.upper()}` | {kind.replace('|', '/')} | {default} | {field.description} |")
    return NOTE + "\n".join(lines) + "\n"


def _plain(value: object) -> str:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)


def errors_page() -> str:
    """Each code with its class, HTTP status and sentence in both languages."""
    from api.problems import STATUS
    from foundation import errors
    from foundation.language import translate

    classes = {n: c for n, c in vars(errors).items() if isinstance(c, type) and issubclass(c, errors.DockingError)}
    found: dict[str, tuple[str, str]] = {}
    for package in ("foundation", "kb", "intake", "matcher", "evaluation", "engagement", "migrations", "api"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and len(node.args) >= 2:
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    code, message = node.args[0], node.args[1]
                    if name in classes and isinstance(code, ast.Constant):
                        found.setdefault(str(code.value), (name, _literal(message)))
    lines = ["# 错误 / Errors", "", "每个错误有稳定的代码、一句话和具名事实；HTTP 上是 problem+json（RFC 9457）。", ""]
    lines += ["| 代码 | 类 | HTTP | 中文 | English |", "|---|---|---|---|---|"]
    for code, (name, message) in sorted(found.items()):
        status = next((s for c, s in STATUS.items() if issubclass(classes[name], c)), 500)
        english = translate(message, "en")
        lines.append(f'| <a id="{code}"></a>`{code}` | {name} | {status} | {_cell(message)} | {_cell(english)} |')
    return NOTE + "\n".join(lines) + "\n"


def _literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.IfExp):
        return _literal(node.body)
    return "…"  # the sentence is put together from what was found


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def commands_page() -> str:
    """Each command with its options."""
    import typer.main

    from api.cli.main import app

    lines = ["# 命令 / Commands", "", "`python3 run.py cli …` 或环境里的 `docking …`。每个命令都有 `--help`。", ""]

    def walk(command: object, path: str) -> None:
        children = getattr(command, "commands", {})
        if not children or getattr(command, "invoke_without_command", False):
            entry(command, path)
        for name, child in children.items():
            walk(child, f"{path} {name}")

    def entry(command: object, path: str) -> None:
        lines.append(f"## `{path}`")
        lines.append("")
        lines.append(str(getattr(command, "help", "") or "").strip())
        lines.append("")
        rows = []
        for parameter in command.params:  # type: ignore[attr-defined]
            names = ", ".join([*parameter.opts, *parameter.secondary_opts])
            if parameter.param_type_name == "argument":
                names = parameter.name.upper()
            need = "必填" if parameter.required else ""
            rows.append(f"| `{names}` | {need} | {_cell(getattr(parameter, 'help', '') or '')} |")
        if rows:
            lines.extend(["| 参数 | | 说明 |", "|---|---|---|", *rows, ""])

    walk(typer.main.get_command(app), "docking")
    return NOTE + "\n".join(lines) + "\n"


def api_page() -> str:
    """Each route with its summary and answers."""
    from fastapi import FastAPI

    from api import problems
    from api.app import routers

    app = FastAPI(title="Docking 对接", responses=problems.DESCRIBED)  # as the service itself describes its refusals
    for router in routers():
        app.include_router(router)
    lines = [
        "# 接口 / HTTP API",
        "",
        "OpenAPI 3.1 全文在 `/openapi.json`。出错时一律 problem+json，代码见 errors.md。",
        "",
    ]
    lines += ["| 方法 | 地址 | 做什么 | 回答 |", "|---|---|---|---|"]
    for path, operations in sorted(app.openapi()["paths"].items()):
        for method, operation in operations.items():
            summary = str(operation.get("description") or operation.get("summary", "")).split("\n")[0]
            answers = ", ".join(operation["responses"])
            lines.append(f"| {method.upper()} | `{path}` | {_cell(summary)} | {answers} |")
    return NOTE + "\n".join(lines) + "\n"


def clauses_page() -> str:
    """Each requirement with its executable rule, or why it has none."""
    from evaluation.clauses.checking import SETS
    from evaluation.clauses.forms import forms
    from evaluation.clauses.register import register_page

    return NOTE + register_page({name: rules for name, (_, rules) in SETS.items()}, forms(SETS))


def review_page() -> str:
    """The method page of reviews with its tables written anew."""
    from matcher.review.describing import renewed

    return renewed((DOCS / "method" / "review.md").read_text("utf-8"))


def engagement_page() -> str:
    """The method page of the service workflow with its tables written anew."""
    from engagement.describe import renewed

    return renewed((DOCS / "method" / "engagement.md").read_text("utf-8"))


def test_names() -> str:
    """The names of the tests that the trades know, a line each."""
    from kb.trade.reading import read_knowledge
    from kb.trade.test_names import names_of_tests

    return "".join(f"{name}\n" for name in names_of_tests(read_knowledge().fields))


PAGES = {
    "settings.md": settings_page,
    "errors.md": errors_page,
    "commands.md": commands_page,
    "api.md": api_page,
    "method/clauses.md": clauses_page,
    "method/review.md": review_page,
    "method/engagement.md": engagement_page,
    "../kb/data/test_names.txt": test_names,
}


def readme() -> None:
    """Put what ``docking demo`` prints on a fixed day into the README."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "DOCKING_DATA_DIR": data}
        command = [sys.executable, "-m", "api.cli.main", "demo", "--on", "2026-11-23"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    path = ROOT / "README.md"
    before, _, rest = path.read_text("utf-8").partition("<!-- demo:begin -->")
    _, _, after = rest.partition("<!-- demo:end -->")
    block = f"<!-- demo:begin -->\n```text\n{done.stdout.strip()}\n```\n<!-- demo:end -->"
    path.write_text(before + block + after, "utf-8")


def main(check: bool) -> int:
    """Write the pages, or say which are stale."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if check and (not path.exists() or path.read_text("utf-8") != text):
            stale.append(name)
        if not check:
            path.write_text(text, "utf-8")
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run python docs/generate.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    if "--readme" in sys.argv[1:]:
        readme()
    raise SystemExit(main("--check" in sys.argv[1:]))
