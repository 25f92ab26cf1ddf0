"""What columns mean when headers do not say it: by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing.cells import fold
from kb.importing.columns import Columns, cites, is_serial, share

_CODE = re.compile(r"0?\d{3,4}(?:\.\d{2}){0,2}")
_LIMIT = re.compile(r"只|仅|不[做测含用]|除|限|except|only", re.IGNORECASE)
_LEAST_CITING = 0.5


def columns_by_content(
    headers: Sequence[str], sample: Sequence[Sequence[str]], known: Columns | None = None
) -> Columns | None:
    """Completes ``known`` (or starts afresh) from the cells; ``None`` when no column cites standards or none is left
    for the parameter. The parameter is the text column nearest to the standards on their left whose cells vary most,
    the product the column on its left."""
    width = max((len(row) for row in sample), default=0)
    columns = known if known is not None else Columns(headers=tuple(headers))
    if columns.citation is None:
        citing = [(share(sample, index, cites), -index) for index in range(width)]
        best, at = max(citing, default=(0.0, 0))
        if best < _LEAST_CITING:
            return None
        columns = replace(columns, standard=-at)
    taken = {columns.citation, *columns.parents, *columns.serials, columns.restriction, columns.note}
    texts = [index for index in range(width) if index not in taken and _is_text(sample, index)]
    citation = columns.citation
    if citation is None:
        return None
    left = [index for index in texts if index < citation] or [index for index in texts if index > citation]
    if columns.parameter is None:
        if not left:
            return None
        parameter = max(left, key=lambda index: (_variety(sample, index), index))
        columns = replace(columns, parameter=parameter)
    if not columns.parents:
        before = [index for index in left if columns.parameter is not None and index < columns.parameter]
        columns = replace(columns, parents=tuple(before))
    if columns.restriction is None:
        after = [index for index in texts if index > citation and share(sample, index, _limits) > 0.3]
        columns = replace(columns, restriction=after[0] if after else None)
    return columns


def _is_text(sample: Sequence[Sequence[str]], column: int) -> bool:
    return share(sample, column, _is_words) >= 0.5


def _is_words(text: str) -> bool:
    return not is_serial(text) and _CODE.fullmatch(fold(text).strip()) is None


def _limits(text: str) -> bool:
    return _LIMIT.search(text) is not None


def _variety(sample: Sequence[Sequence[str]], column: int) -> float:
    """How many different texts a column holds, over the number of rows."""
    cells = [row[column].strip() for row in sample if column < len(row)]
    return len({cell for cell in cells if cell}) / max(len(cells), 1)
