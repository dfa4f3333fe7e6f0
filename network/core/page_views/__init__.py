"""Counts of page views, and what tells robots from readers. Imports nothing else of this app."""
