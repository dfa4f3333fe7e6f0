"""Documents from tables: read a file whole, then record its rows in portions."""
