"""Wagtail's page lists and the reports on pages, as one agency may see them."""
