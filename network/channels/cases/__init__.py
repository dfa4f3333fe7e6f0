"""Cases of pages that may impersonate an agency: found, verified, confirmed, reported, taken
down."""
