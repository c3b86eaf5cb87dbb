"""What Slack sends, as what was heard: who, where, in which words."""
