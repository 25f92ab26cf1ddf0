"""Write the annex files of the demonstration world from its readable sources.

``python -m kb.demonstration.build`` rewrites ``annexes/``; run it after any change in ``data/``. Needs the development
dependencies (reportlab).
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kb.demonstration.layouts import lay_out
from kb.demonstration.scope import catalogue, scope_of
from kb.demonstration.world import ANNEXES, files
from kb.demonstration.writers import write_csv, write_docx, write_pdf, write_xlsx


def build(directory: Path = ANNEXES, only: Collection[str] | None = None) -> tuple[Path, ...]:
    """Write every annex into ``directory`` and return the paths, in the order of the centres.

    ``only``: the file names to write, all when ``None``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    standards = catalogue()
    written: list[Path] = []
    for entry in files().centres:
        key = entry.centre.id.removeprefix("cen_demo_")
        for annex in entry.annexes:
            if only is not None and annex.path.name not in only:
                continue
            table = lay_out(entry.centre, annex, scope_of(key, standards, annex.categories))
            path = directory / annex.path.name
            match path.suffix:
                case ".xlsx":
                    write_xlsx(table, path)
                case ".docx":
                    write_docx(table, path)
                case ".pdf":
                    write_pdf(table, path)
                case ".csv":
                    write_csv(table, path, annex.encoding)
                case unknown:
                    raise ValueError(f"no writer for {unknown}")
            written.append(path)
    return tuple(written)


if __name__ == "__main__":
    build()
