"""The report as PDF: the same HTML, printed by WeasyPrint. Its dates are the report's, so the bytes can be made again.

WeasyPrint is the optional extra ``pdf`` and needs Pango and a Chinese font of the system; what is lacking is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from evaluation.report.blocks import Document
from evaluation.report.html import html
from foundation.errors import NotReady, Unavailable

_FIRST, _LAST = 0x4E00, 0x9FFF
"""The Chinese characters; a rare sign that no font has does not stop a report."""
_INSTALL = "PDF 要用 WeasyPrint 和 Pango：pip install 'demand-docking[pdf]'；或者从浏览器打印 HTML"


def pdf(document: Document) -> bytes:
    """The bytes. Errors as :func:`printed`."""
    return printed(html(document), document.sha256)


def printed(
    page: str,
    sha256: str,
    pictures: Mapping[str, tuple[bytes, str]] = MappingProxyType({}),
    spelled: Callable[[str, Iterable[str]], str] | None = None,
) -> bytes:
    """A page of HTML as PDF; its identifier is taken from the SHA-256 of what it says.

    ``pictures``: bytes and kind by the address that the page uses; nothing else is fetched. ``spelled``: makes the page
    anew where no font has some of its signs.

    ``NotReady`` without WeasyPrint or Pango, ``Unavailable`` where no font has Chinese characters.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as fault:
        raise NotReady("pdf_printer_missing", _INSTALL) from fault

    fetched = _Given(pictures)
    identifier = bytes.fromhex(sha256[:32])
    pages = HTML(string=page, url_fetcher=fetched).render()
    made = pages.write_pdf(pdf_identifier=identifier)
    missing = {code for font in pages.fonts.values() for code in font.missing}
    if any(_FIRST <= code <= _LAST for code in missing):
        raise Unavailable("pdf_font_missing", "这台机器上没有含中文的字体，PDF 里的字会缺")
    if spelled is not None and missing:
        page = spelled(page, [chr(code) for code in sorted(missing)])
        made = HTML(string=page, url_fetcher=fetched).render().write_pdf(pdf_identifier=identifier)
    return bytes(made)


class _Given:
    """What a page may use: the pictures that were handed over, and nothing from disk or network."""

    _fail_on_errors = True

    def __init__(self, pictures: Mapping[str, tuple[bytes, str]]) -> None:
        self._pictures = pictures

    def __call__(self, url: str, *_args: object, **_facts: object) -> object:
        if url not in self._pictures:
            raise ValueError(f"a report fetches nothing: {url}")
        content, kind = self._pictures[url]
        try:
            from weasyprint.urls import URLFetcherResponse
        except ImportError:  # before WeasyPrint 68
            return {"string": content, "mime_type": kind}
        return URLFetcherResponse(url, content, {"Content-Type": kind})
