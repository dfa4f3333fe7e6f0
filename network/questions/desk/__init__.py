"""Officers' screens for questions."""
