"""Version of this release. Equal to pyproject.toml, which the image does not contain."""

VERSION = "0.2.0"
