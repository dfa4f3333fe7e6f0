"""Bulk confirmation of relations and legal statuses."""
