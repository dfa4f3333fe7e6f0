"""Who cites what: numbers in pages become links, and pages hear when a document changes."""
