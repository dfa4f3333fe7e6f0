"""Searches in vain as topics to write, until the search finds a page about them."""
