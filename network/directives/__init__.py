"""Dispatches and plans sent to agencies, and what agencies do of them."""
