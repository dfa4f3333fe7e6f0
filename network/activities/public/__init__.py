"""The public list of reporters."""
