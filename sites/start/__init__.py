"""Panels of the start page about an agency's section: writing, posts by week, what is coming."""
