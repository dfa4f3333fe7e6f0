"""What web processes keep of public pages, dropped the moment the database says it changed.

Whoever makes something says what it depends on (`dependencies`); it is kept with these names
(`store`) while the process listens to the database (`listening`); triggers notify the names of what
changes (`triggers`); and whole answers are kept for visitors (`middleware`). See
docs/adr/0036-coarse-dependencies.md.
"""
