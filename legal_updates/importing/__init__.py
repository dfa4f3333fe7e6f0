"""Import documents from tables: parse the whole file, then record its rows in batches."""
