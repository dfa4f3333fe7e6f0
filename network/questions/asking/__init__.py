"""What citizens do with questions: ask, follow, read."""
