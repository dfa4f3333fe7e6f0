"""Confirming what documents do to each other and whether they are in force, many at a time."""
