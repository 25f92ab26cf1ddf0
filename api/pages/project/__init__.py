"""An engagement as pages."""
