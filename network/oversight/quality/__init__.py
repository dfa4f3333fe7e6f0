"""Readability and presentation of published content (R8)."""
