"""Recognise page numbers, and what is printed at the head or foot of every page. Pure."""

import re

_PAGE_NUMBER = re.compile(
    r"(?i)[-–—\s]*(?:trang|page|tr\.)?\s*\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[-–—\s]*"
)


def is_page_number(text: str) -> bool:
    """Return whether a line is a page number alone: "3", "- 3 -", "Trang 3/10"."""
    return _PAGE_NUMBER.fullmatch(text) is not None
