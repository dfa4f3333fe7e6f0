"""The error that the commands of backup and restore print as one line."""


class BackupError(Exception):
    """Nothing was backed up or restored; the message is one English line that says why."""
