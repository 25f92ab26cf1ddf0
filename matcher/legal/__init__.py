"""Scope-legal matching (B4; S0-30, S0-31, S2-19, S4-19): what a row of a scope annex allows on a day, and no more.

``asked`` says what the demand demands, ``validity``, ``marks``, ``subjects``, ``standards`` and ``restrictions`` each
hold one side of a row against it, ``court`` puts the findings together into a :class:`matcher.legal.ruling.Ruling`.
All of it is pure; ``docs/method/scope.md`` has the table of the states.
"""
