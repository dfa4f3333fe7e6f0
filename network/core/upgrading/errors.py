"""Errors that the upgrade command prints as one line."""


class UpgradeError(Exception):
    """The upgrade failed; the message says why, and in what state the system is."""


class NotRestoredError(UpgradeError):
    """The upgrade failed, and so did the restore: the maintenance page must stay."""
