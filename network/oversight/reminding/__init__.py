"""Reminding agencies of what is missing: seen first, sent, and what has happened since."""
