"""Error that the backup and restore commands print as one line."""


class BackupError(Exception):
    """Backup or restore did not take place; the message gives the reason in one line of English."""
