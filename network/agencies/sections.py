"""Keep pages in their section, because their images and files belong to its agency."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import Page
from wagtail.signals import pre_page_move

from .scope import SECTION_PATH_LENGTH


def stays_in_section(page: Page, destination: Page) -> bool:
    """Return whether `page` would stay in its section below `destination`."""
    section = page.path[:SECTION_PATH_LENGTH]
    # A section's front page keeps its parent; it can only be reordered among its siblings.
    return page.is_child_of(destination) or (
        len(section) == SECTION_PATH_LENGTH and destination.path.startswith(section)
    )


def connect() -> None:
    """Connect the handler of Wagtail's signal before a page is moved."""
    pre_page_move.connect(refuse_to_leave, dispatch_uid="agencies_page_stays")


def refuse_to_leave(*, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Raise PermissionDenied if the page would leave its section.

    The last of three checks, after the screens and the page permission.
    """
    if not stays_in_section(instance, parent_page_after):
        raise PermissionDenied("A page stays in its section.")
