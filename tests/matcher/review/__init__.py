"""People decide about matches."""
