"""The error that the command of an upgrade prints as one line."""


class UpgradeError(Exception):
    """The upgrade did not take place; the message says why, and in what state everything is."""


class NotRestoredError(UpgradeError):
    """The upgrade failed, and so did restoring the backup: the maintenance page must stay."""
