"""Outreach: what agencies do to make their section known (R9)."""
