"""The public form of requests, and following one by its code."""
