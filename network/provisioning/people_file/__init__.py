"""Import people with their roles from a file (ADR 79)."""
