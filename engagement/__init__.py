"""From an accepted match to a closed service: the eight boxes of the Jiangsu figure as a table, and who does what."""
