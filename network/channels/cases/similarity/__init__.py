"""Names and addresses that look like those of an agency."""
