"""Withdrawing a page: the form, and the response at its URL afterwards."""
