"""Every weighting method and the fuzzy evaluation a second time, by other formulas and without the code of the first.

The answer is compared within a tolerance, because the stored weights, not their recomputation, are official. Input is
the ``source`` that a weight vector carries. Nothing here imports another page of ``evaluation``.
"""
