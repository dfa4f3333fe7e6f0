"""The officers' and the overseer's screens of periodic reports."""
