"""Encrypted backups: making, keeping, copying away, rehearsing and restoring (docs/adr/0069)."""
