"""Why Discord lets nobody in. Apart from the rest, so that the program can name it without loading the library."""

from __future__ import annotations


class TokenRefused(Exception):
    """Discord does not know this token."""
