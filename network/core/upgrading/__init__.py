"""Upgrades in one command: checks, maintenance page, backup, migrations, checks; else back again."""
