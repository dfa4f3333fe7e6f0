"""Officers' and overseers' screens for cases and reports."""
