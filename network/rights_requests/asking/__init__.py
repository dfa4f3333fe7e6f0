"""Public form of rights requests, and status page by code."""
