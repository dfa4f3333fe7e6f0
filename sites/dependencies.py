"""Cache dependencies of section pages. network/hub/changes.py notifies them."""

from network.agencies.scope import SECTION_PATH_LENGTH


def section_of(path: str) -> str:
    """Return the dependency name of an agency's section, given the tree path of any of its
    pages."""
    return f"section:{path[:SECTION_PATH_LENGTH]}"
