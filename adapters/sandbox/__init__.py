"""A stand-in for provider APIs that renders real MP4 files."""
