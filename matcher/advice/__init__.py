"""Counterfactual advice (B9): what would change a match, found by changing it and matching again, never by estimating.

``change`` says what is changed, ``applying`` does it, ``effect`` says what came of it; ``questions`` are for the
enterprise, ``steps`` and ``comparing`` for a centre; ``advising`` chooses the few that are worth saying.
"""
