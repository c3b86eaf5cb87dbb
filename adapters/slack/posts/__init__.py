"""What stands in channels and direct messages: cards, videos and answers, posted, found again and changed."""
