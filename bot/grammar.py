"""Text to command."""
