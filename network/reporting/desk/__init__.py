"""Officers' and overseers' screens for periodic reports."""
