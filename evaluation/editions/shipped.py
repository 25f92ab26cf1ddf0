"""The schemes and checklists that come with Docking, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evaluation.editions.checklist import CheckScheme
from evaluation.editions.reading import AnyScheme, load_any_scheme
from evaluation.editions.scheme import Scheme
from foundation.errors import NotFound

SCHEMES = Path(__file__).parents[1] / "schemes"
DEFAULT_SCHEME = "CIQA-2020@1.0.0"


@cache
def shipped() -> dict[str, tuple[AnyScheme, Path]]:
    """Every shipped scheme and checklist with its file, by name; those that take indicators over come last."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(SCHEMES.glob("*.yaml"))}
    found: dict[str, tuple[AnyScheme, Path]] = {}
    for path in sorted(texts, key=lambda path: ("\ntake_from:" in texts[path], path.name)):
        library = {name: scheme for name, (scheme, _) in found.items() if isinstance(scheme, Scheme)}
        scheme = load_any_scheme(texts[path], library)
        found[scheme.name] = (scheme, path)
    return dict(sorted(found.items()))


def shipped_schemes() -> dict[str, Scheme]:
    """The schemes with points that come with Docking, by name."""
    return {name: scheme for name, (scheme, _) in shipped().items() if isinstance(scheme, Scheme)}


def shipped_checklists() -> dict[str, CheckScheme]:
    """The checklists that come with Docking, by name."""
    return {name: scheme for name, (scheme, _) in shipped().items() if isinstance(scheme, CheckScheme)}


def scheme_named(name: str = DEFAULT_SCHEME) -> Scheme:
    """The shipped scheme with this ``id@version``; ``NotFound`` when there is none."""
    known = shipped_schemes()
    if name not in known:
        raise NotFound("scheme_not_found", "没有评价方案 {name}；现有：{known}", name=name, known="、".join(known))
    return known[name]


def any_scheme_named(name: str) -> tuple[AnyScheme, Path]:
    """The shipped scheme or checklist and its file, by ``id@version`` or by ``id`` alone; ``NotFound`` otherwise."""
    known = shipped()
    found = [full for full in known if name in (full, full.partition("@")[0])]
    if not found:
        raise NotFound("scheme_not_found", "没有评价方案 {name}；现有：{known}", name=name, known="、".join(known))
    return known[found[-1]]
