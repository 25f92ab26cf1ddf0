"""The schemes that come with Docking, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evaluation.scheme import Scheme
from evaluation.scheme_reading import load_scheme
from foundation.errors import NotFound

SCHEMES = Path(__file__).parent / "schemes"
DEFAULT_SCHEME = "CIQA-2020@1.0.0"


@cache
def shipped_schemes() -> dict[str, Scheme]:
    """The schemes that come with Docking, by name."""
    loaded = [load_scheme(path.read_text(encoding="utf-8")) for path in sorted(SCHEMES.glob("*.yaml"))]
    return {scheme.name: scheme for scheme in loaded}


def scheme_named(name: str = DEFAULT_SCHEME) -> Scheme:
    """The shipped scheme with this ``id@version``; ``NotFound`` when there is none."""
    known = shipped_schemes()
    if name not in known:
        raise NotFound("scheme_not_found", "没有评价方案 {name}；现有：{known}", name=name, known="、".join(known))
    return known[name]
