"""What is in the code is in the documentation, because the documentation is made from the code."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from foundation.settings import Settings
from tests.builders import ROOT

SPEC = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert SPEC is not None
assert SPEC.loader is not None
generate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate)


@pytest.mark.parametrize("name", sorted(generate.PAGES))
def test_a_reference_page_is_as_the_source_makes_it(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == generate.PAGES[name]()


def test_every_setting_is_listed() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [n for n in Settings.model_fields if f"`DOCKING_{n.upper()}`" not in page] == []


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    assert [p.name for p in folder.glob("0*.md") if p.name not in listed] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if not target.startswith(("http:", "https:", "mailto:"))
    ]
    broken = [f"{page.relative_to(ROOT)} → {target}" for page, target in links if not (page.parent / target).exists()]
    assert broken == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    """Pages work on an intranet: no template or style names another host."""
    outside = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "api" / "pages").rglob("*")
        if path.suffix in (".html", ".css", ".js")
        and re.search(r"""(src|href|url)\s*[=(]\s*["']?(https?:)?//""", Path(path).read_text("utf-8"))
    ]
    assert outside == []
