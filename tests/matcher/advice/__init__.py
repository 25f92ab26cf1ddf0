"""Counterfactual advice."""
