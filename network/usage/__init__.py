"""How often public pages are read: views per page and day, and sums by agency, topic and month.

Views are counted without anything of the reader (docs/adr/0090-page-views.md).
"""
