"""Public pages of questions: ask, follow, read."""
