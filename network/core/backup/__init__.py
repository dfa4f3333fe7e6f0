"""Encrypted backups: create, rotate, copy to another machine, rehearse, restore (docs/adr/0069)."""
