"""After closure: what is owed, what it added up to, what the evaluation takes from it."""
