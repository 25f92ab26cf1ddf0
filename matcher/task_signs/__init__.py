"""The signs of the seven services in a demand's own words, and how they are heard and ordered."""
