"""What decisions teach."""
