"""Preview of an unpublished revision, for leaders without an account."""
