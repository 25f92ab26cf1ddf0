"""What is looked up and said when a demand comes in."""
