"""Stand-ins for the child process: parsers that a file has got the better of."""
