"""The guard in front of /admin/: every object that a URL or form refers to must be within the
user's reach."""
