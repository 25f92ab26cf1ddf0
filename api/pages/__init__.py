"""Web pages, rendered here and complete without JavaScript; one file per desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.aside import aside
from foundation.language import Language, translate

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["aside"] = aside


def page(template: str, language: Language, **values: Any) -> str:
    """Render a template; ``t("…")`` inside it gives the sentence in the reader's language."""

    def t(text: str, **facts: object) -> str:
        return translate(text, language).format(**facts) if facts else translate(text, language)

    return _environment.get_template(template).render(t=t, language=language, **values)
