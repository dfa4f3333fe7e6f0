"""Public register of official channels."""
