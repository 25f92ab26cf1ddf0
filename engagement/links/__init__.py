"""Addresses for people without an account: one questionnaire or one report each, once, for a time.

::

    link      what such an address is for                            pure
    store     rows in, values out: only the digest of a token is kept
    service   issue, look, answer, report
"""
