"""Who people are, what channels are called and where somebody's direct messages are, asked of Slack and kept."""
