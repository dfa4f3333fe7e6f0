"""What a page says, for whoever reads it by machine."""

from typing import Any

from wagtail.models import Page


def hints_for(page: Page) -> list[Any]:
    """Return what to look at in a page, each with `severity`, `message` and `place`."""
    return []
