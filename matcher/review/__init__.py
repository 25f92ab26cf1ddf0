"""A coordinator reviews what was found (S0-20): the table, the rules, deciding, and what is looked at."""
