"""``docking evaluate``: weights, sums, schemes, clauses, reports, on JSON files and without a database."""
