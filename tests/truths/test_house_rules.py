"""Dear mistakes that imports cannot show: found in the syntax tree, and a planted one is found too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PACKAGES, ROOT

RULES: dict[str, tuple[str, ...]] = {
    # dotted call or attribute -> files that may hold it
    ".commit": ("foundation/unit_of_work.py",),
    "datetime.now": ("foundation/clock.py",),
    "datetime.utcnow": (),
    "date.today": (),
    "time.time": (),
    "os.environ": ("foundation/settings.py", "foundation/language_model.py"),
    "os.getenv": (),
    "pickle.loads": (),
    "yaml.load": ("intake/lexicon.py", "kb/trade/reading.py"),  # with the C safe loader, for speed
}
HOMES: dict[str, tuple[str, ...]] = {
    "faiss": ("kb/faiss_index.py",),
    "sentence_transformers": ("kb/embedding.py", "kb/reranking.py"),
    "langchain_openai": ("foundation/language_model.py",),
    "langchain": ("foundation/language_model.py",),
    "langchain_core": ("kb/langchain_retriever.py",),
}
AT_ONCE = {"is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "count", "inner_text", "text_content"}
AT_ONCE |= {"all_inner_texts", "all_text_contents", "input_value", "get_attribute", "title", "content"}


def sources() -> list[Path]:
    """Every source file of the packages."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of an attribute chain; a leading dot when it starts from an expression."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def faults(tree: ast.AST, file: str) -> Iterator[str]:
    """Rule breaks of one file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            for rule, allowed in RULES.items():
                ends = name.endswith(rule) if rule.startswith(".") else name == rule
                if ends and file not in allowed:
                    yield f"{file}:{node.lineno} {name}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            for name in names:
                home = HOMES.get(name.split(".")[0])
                if home is not None and file not in home:
                    yield f"{file}:{node.lineno} import {name}"


def test_only_the_named_files_hold_what_is_dear() -> None:
    found = [
        fault
        for path in sources()
        for fault in faults(ast.parse(path.read_text("utf-8")), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "session.commit()",
        "when = datetime.now()",
        "x = os.environ['A']",
        "import faiss",
        "from langchain import agents",
    ],
)
def test_a_planted_mistake_is_found(planted: str) -> None:
    assert list(faults(ast.parse(planted), "matcher/matching.py"))


def test_every_source_file_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_files_stay_small() -> None:
    large = [
        (path.relative_to(ROOT).as_posix(), lines)
        for path in sources()
        if (lines := path.read_text("utf-8").count("\n")) > 400
    ]
    assert large == []


def test_every_file_that_may_do_something_dear_is_there() -> None:
    named = {file for files in (*RULES.values(), *HOMES.values()) for file in files}
    assert sorted(file for file in named if not (ROOT / file).is_file()) == []


def hasty(tree: ast.AST) -> Iterator[int]:
    """Lines that assert what a browser shows this very moment: a page that is still coming is then called wrong."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            asked = {
                one.func.attr
                for one in ast.walk(node)
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)
            }
            if asked & AT_ONCE:
                yield node.lineno


def test_what_a_browser_shows_is_waited_for() -> None:
    files = sorted((ROOT / "tests" / "browser").glob("*.py"))
    found = [(path.name, line) for path in files for line in hasty(ast.parse(path.read_text("utf-8")))]
    assert found == []
    assert list(hasty(ast.parse('assert page.locator("h1").is_visible()'))) == [1]
