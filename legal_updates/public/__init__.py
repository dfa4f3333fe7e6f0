"""The register as citizens read it, under /van-ban/."""
