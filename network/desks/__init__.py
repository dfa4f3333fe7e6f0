"""Desks: what waits for somebody, one row of it, and what may be done with it."""
