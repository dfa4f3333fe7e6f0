"""The guard in front of /admin/: what a URL or a form names must be the person's own."""
