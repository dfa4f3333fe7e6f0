"""Conversion of files to pages readable in the browser: converters, background job, storage.

The converters (`results`, `archives`, `pdf`, `word`, `sheets`, `slides`, `child`) import no Django:
they run in a separate process (docs/adr/0046-reading-materials.md).
"""
