"""The register of official channels as citizens read it."""
