"""What citizens read of confirmed fakes, and how they report a page."""
