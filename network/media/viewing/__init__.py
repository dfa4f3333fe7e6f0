"""Files made readable on pages of our own: converters, the job, what it stores.

The converters (`results`, `archives`, `pdf`, `word`, `sheets`, `slides`, `child`) import no Django:
they run in a process of their own (docs/adr/0046-reading-materials.md).
"""
