"""Desks: lists of rows that wait for a user, the page of one row, and its transitions."""
