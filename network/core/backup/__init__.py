"""Backup, the simple kind: the database, the media and the names of the keys to keep."""
