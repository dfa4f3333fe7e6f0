"""The version of this release, as in pyproject.toml, which the image does not contain."""

VERSION = "0.2.0"
