"""How what people do reaches us: over a connection of ours, or as requests of Slack's."""
