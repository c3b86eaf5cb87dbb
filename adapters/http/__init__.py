"""The one listener: callbacks, signed links, health, and the page mounted on it."""
