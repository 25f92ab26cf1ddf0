"""What a day brings to the open engagements (B3)."""
