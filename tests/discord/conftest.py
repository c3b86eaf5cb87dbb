"""Imports discord.py once, before warnings are errors: it uses a module that Python 3.13 has dropped."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord  # noqa: F401 - for its effect
