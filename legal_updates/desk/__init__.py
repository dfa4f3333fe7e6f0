"""Screens of the register in the admin."""
