"""The scheme on the method page is a scheme, and the page names every shipped one."""

from __future__ import annotations

import re

from evaluation.editions.reading import load_scheme
from evaluation.editions.shipped import shipped, shipped_schemes
from tests.builders import ROOT

PAGE = (ROOT / "docs" / "method" / "schemes.md").read_text("utf-8")


def test_the_example_on_the_page_has_no_fault() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert load_scheme(example, shipped_schemes()).name == "MINE@0.1.0"


def test_every_shipped_scheme_stands_on_the_page_with_its_size() -> None:
    assert [name for name in shipped() if f"`{name}`" not in PAGE] == []
    for scheme in shipped_schemes().values():
        groups = sum(len(element.groups) for element in scheme.elements)
        assert f"{len(scheme.elements)}/{groups}/{scheme.counts.indicators}" in PAGE
