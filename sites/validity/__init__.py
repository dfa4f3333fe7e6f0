"""Whether materials may still be used, and who looks at that (R10)."""
