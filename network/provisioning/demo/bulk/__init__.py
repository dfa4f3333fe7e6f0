"""Rows of many articles at once, as the real workflow would leave them (docs/adr/0064).

Only `load_demo` may use this package: import-linter and `tests/provisioning/test_bulk_writing.py`
refuse every other import. The database's rules stay on while it writes.
"""
