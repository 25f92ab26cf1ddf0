"""What is known: centres, capabilities, experts, equipment, and the indexes that find them."""
