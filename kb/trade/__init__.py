"""What is known of the trades: products, parameters, standards, failures, symptoms in everyday words.

Enterprises name symptoms, laboratories name tests. One YAML file a trade in ``kb/data/trade`` says how one leads to the
other; a centre may add files of its own (``DOCKING_KNOWLEDGE_DIR``). The way through is
:func:`kb.trade.understanding.understand`.
"""
