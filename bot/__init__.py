"""What the product does: a message becomes a video in the same conversation."""
