"""The overseer's screens to act for an agency."""
