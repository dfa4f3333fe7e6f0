"""Wagtail's page lists and page reports, limited to what one agency may see."""
