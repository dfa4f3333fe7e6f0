"""Monthly scans of the platforms: prepared searches, their results, compared names."""
