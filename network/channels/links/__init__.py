"""Addresses of pages on social networks: read links, normalize them, and find what a link names."""
