"""Public pages: confirmed fakes, and reporting a page."""
