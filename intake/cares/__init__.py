"""No silent end (B3): who looks after an open matter, and until when."""
