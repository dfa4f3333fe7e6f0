"""The register of official channels: registered, approved, kept safe, ended."""
