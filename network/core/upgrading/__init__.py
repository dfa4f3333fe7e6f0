"""Upgrades in one command: checks, maintenance page, backup, migrations, with rollback."""
