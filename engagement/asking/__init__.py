"""After closure the enterprise is asked by itself: what for, since when, once each.

::

    question   what may be answered                                  pure
    store      rows in, values out: asked already, or not
    service    ask, in the transaction of the closing step or by the daily run
"""
