"""Bulk writing of articles, with the same rows as the real workflow (docs/adr/0064).

Only `load_demo` may use this package: import-linter and `tests/demo/test_bulk_writing.py`
reject any other import. The database triggers stay enabled.
"""
