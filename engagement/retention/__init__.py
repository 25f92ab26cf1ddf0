"""How long an engagement is kept, and what remains of it afterwards (ADR 0029).

::

    erased     an engagement without persons, terms and words; the stub of an entry    pure
    keeping    held, erased, due when: what is known of the keeping of an engagement   pure
    store      that, in the database
    service    hold, release, erase; what is due
    checking   whether what remains is what was left
"""
