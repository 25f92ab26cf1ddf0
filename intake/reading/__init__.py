"""Reading: from words to values, each with the words it was read from."""
