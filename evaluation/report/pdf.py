"""The report as PDF: the same HTML, printed by WeasyPrint. Its dates are the report's, so the bytes can be made again.

WeasyPrint is the optional extra ``pdf`` and needs Pango and a Chinese font of the system; what is lacking is said.
"""

from __future__ import annotations

from evaluation.report.blocks import Document
from evaluation.report.html import html
from foundation.errors import NotReady, Unavailable

_FIRST, _LAST = 0x4E00, 0x9FFF
"""The Chinese characters; a rare sign that no font has does not stop a report."""
_INSTALL = "PDF 要用 WeasyPrint 和 Pango：pip install 'demand-docking[pdf]'；或者从浏览器打印 HTML"


def pdf(document: Document) -> bytes:
    """The bytes. Errors as :func:`printed`."""
    return printed(html(document), document.sha256)


def printed(page: str, sha256: str) -> bytes:
    """A page of HTML as PDF; its identifier is taken from the SHA-256 of what it says.

    ``NotReady`` without WeasyPrint or Pango, ``Unavailable`` where no font has Chinese characters.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as fault:
        raise NotReady("pdf_printer_missing", _INSTALL) from fault
    pages = HTML(string=page, url_fetcher=_nothing_fetched).render()
    made = pages.write_pdf(pdf_identifier=bytes.fromhex(sha256[:32]))
    if any(_FIRST <= code <= _LAST for font in pages.fonts.values() for code in font.missing):
        raise Unavailable("pdf_font_missing", "这台机器上没有含中文的字体，PDF 里的字会缺")
    return bytes(made)


def _nothing_fetched(url: str, *_args: object, **_facts: object) -> dict[str, object]:
    raise ValueError(f"a report fetches nothing: {url}")
