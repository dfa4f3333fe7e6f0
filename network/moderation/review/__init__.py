"""Screens of daily work: lists of waiting pages, review desk, decision log."""
