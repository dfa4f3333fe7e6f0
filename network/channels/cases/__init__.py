"""Pages that pass for an agency's: found, verified, confirmed, reported, and warned of."""
