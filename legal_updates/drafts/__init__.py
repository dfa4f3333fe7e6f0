"""The register grows by itself: what sources name and it lacks, for a person to confirm."""
