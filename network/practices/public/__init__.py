"""Public pages of good practices."""
