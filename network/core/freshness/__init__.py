"""What web processes keep of public pages, dropped the moment the database says it changed.

Whoever makes something says what it shows (`tags`); it is kept with these tags (`store`) while the
process hears the database (`hearing`); triggers name the tags of what changes (`telling`); and
whole answers are kept for visitors (`middleware`). See docs/adr/0016-visitor-cache.md.
"""
