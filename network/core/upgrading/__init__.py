"""Upgrades in one command: checks, maintenance page, backup, migrations; or all as it was."""
