"""Officers' screens of the diary."""
