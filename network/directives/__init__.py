"""Directives (dispatches and plans) sent to agencies, and how agencies carry them out."""
