"""Questions to the enterprise about its confirmed demand."""
