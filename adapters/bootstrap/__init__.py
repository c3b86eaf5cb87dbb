"""Builds one running bot from its settings: every adapter is opened here, and closed in reverse."""

from __future__ import annotations

from adapters.bootstrap.ground import SystemClock
from adapters.bootstrap.running import CONVERSATIONS, Bot, open_bot

__all__ = ["CONVERSATIONS", "Bot", "SystemClock", "open_bot"]
