"""An enterprise's words become a confirmed demand."""
