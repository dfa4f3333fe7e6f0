"""The demo network and generated networks: data of every room, loaded by commands alone.

The top room: import-linter refuses every import of it but those of the entry points.
"""
