"""Measures the bot against a bare script that does the same HTTP calls, on this machine alone."""
