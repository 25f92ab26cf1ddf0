"""Measuring the matcher on graded pairs: sets, floors, measures, ablation. Nothing here decides anything."""
