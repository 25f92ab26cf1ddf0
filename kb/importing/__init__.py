"""Scope annexes (附表) as issued, read into values: xlsx, csv, docx and pdf (S0-30).

The way of a file::

    gate        size, kind and archive limits, before any parser touches it
    *_reader    xlsx, csv, docx, pdf  →  Grid: text cells, merged cells filled, the place of every row
    layout      Grid  →  tables: which rows are headers, what each column means            pure
    rows        table →  AnnexRow and Finding, parents filled, nothing invented             pure
    citations   one standard cell → names, numbers, years                                   pure

The one entrance is :func:`kb.importing.reading.read_annex`. Nothing is imported here: values of
``annex`` are needed everywhere, readers only where a file is read.
"""
