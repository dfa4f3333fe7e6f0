"""Public figures of the platform: how satisfied visitors are, how it answers."""
