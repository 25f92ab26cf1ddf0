"""Files handed in with a demand: what they are, what may be opened, what is kept, what is read (T8–T10).

The way of a file::

    kinds     what it is, by its bytes; a name that says otherwise is refused          pure
    gate      size, archive and stream limits, before any parser touches it            pure
    reading   its text, read by ``child`` in a process of its own, with limits
    markings  a text with state-secret markings is refused, nothing is stored
    keeping   the original, unchanged, named by its SHA-256
    offering  what the text says joins the talk; it never replaces what a person said  pure
    service   the row and the talk, in one transaction
"""
