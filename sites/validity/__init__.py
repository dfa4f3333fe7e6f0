"""Validity of materials and their reviews (R10)."""
