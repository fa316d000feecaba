"""What an article says: one measure a module."""
