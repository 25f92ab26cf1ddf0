"""Whether what the advice states happens (B9): every stated change made in earnest, on an index built anew."""
