"""The Discord adapter: what people press and type becomes commands, and what the core says becomes messages."""
