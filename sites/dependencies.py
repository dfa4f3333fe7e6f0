"""What pages of sections depend on; network/hub/changes.py notifies it."""

from network.agencies.scope import SECTION_PATH_LENGTH


def section_of(path: str) -> str:
    """Return the name of all that an agency's section shows, by the path of any of its pages."""
    return f"section:{path[:SECTION_PATH_LENGTH]}"
