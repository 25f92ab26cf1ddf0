"""The legal gate put to the test: adversarial rows and demands, judged by an oracle that never reads a text."""
