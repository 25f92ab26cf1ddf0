"""The four forms of a report: JSON (canonical, hashed), HTML, DOCX, PDF."""

from __future__ import annotations

from typing import Literal

from evaluation.canonical import canonical_json
from evaluation.report.chapters import document
from evaluation.report.content import Report
from foundation.language import Language

Form = Literal["json", "html", "docx", "pdf"]
FORMS: tuple[Form, ...] = ("json", "html", "docx", "pdf")


def written(report: Report, form: Form, language: Language = "zh") -> bytes:
    """The bytes of the report in one form. JSON knows no language: ``{"report": …, "sha256": …}``."""
    if form == "json":
        return (canonical_json({"report": report.json_content, "sha256": report.sha256}) + "\n").encode()
    made = document(report, language)
    if form == "html":
        from evaluation.report.html import html

        return html(made).encode()
    if form == "docx":
        from evaluation.report.docx import docx

        return docx(made)
    from evaluation.report.pdf import pdf

    return pdf(made)
