"""How long an engagement is kept, and what remains of it afterwards (ADR 0029).

::

    erased     an engagement without persons, terms and words; the stub of an entry    pure
    service    hold, release, erase; what is due
    compacting the freed space written over
    checking   whether what remains is what was left

Holds and erasures themselves are kept by :mod:`engagement.keeping_store`.
"""
