"""Cache of public pages in web processes, invalidated by the database when something changes.

Code that makes a value declares its dependencies (`dependencies`). The value is stored with these
names (`store`) while the process listens to the database (`listening`). Triggers notify the names
of what changes (`triggers`), and full responses are cached for visitors (`middleware`). See
docs/adr/0036-coarse-dependencies.md.
"""
