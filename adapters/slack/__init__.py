"""Slack: what people do there becomes commands, and the core's answers become messages."""
