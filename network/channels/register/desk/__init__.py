"""Officers' screens for channels."""
