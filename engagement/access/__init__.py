"""The parties' way in: a link for each person, which speaks for one role in one engagement and for nothing else."""
