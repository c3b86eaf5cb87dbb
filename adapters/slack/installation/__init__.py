"""Who has let us in: the operator's own workspace, and those that add the bot by themselves."""
