"""Public list of reporters."""
