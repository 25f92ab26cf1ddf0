"""How sure an answer is, and what is missing where nobody fits (B18)."""
