"""Officers' screens for reporters and speaker requests."""
