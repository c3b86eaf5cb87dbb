"""Whom the bot talks to: chat platforms, providers, storage, the person at the terminal."""
