"""Admin screens with which an overseer acts for an agency."""
