"""One HTTP client and one file per provider: tables and two pure functions."""
