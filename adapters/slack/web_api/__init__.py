"""Slack's Web API: calls in their turn, what they fail at, and how we stand with Slack."""
