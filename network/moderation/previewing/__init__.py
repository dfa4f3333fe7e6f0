"""A look at an unpublished revision for a leader without an account."""
