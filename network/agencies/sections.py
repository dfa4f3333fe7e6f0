"""A page stays in its section: its pictures and files belong to the agency it would leave."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import Page
from wagtail.signals import pre_page_move

from .scope import SECTION_PATH_LENGTH


def stays_in_section(page: Page, destination: Page) -> bool:
    """Return whether `page`, below `destination`, would stand in the section it stands in."""
    section = page.path[:SECTION_PATH_LENGTH]
    # A whole section keeps its parent: it is put before or behind another.
    return page.is_child_of(destination) or (
        len(section) == SECTION_PATH_LENGTH and destination.path.startswith(section)
    )


def connect() -> None:
    """Listen to Wagtail, which announces every move before it happens."""
    pre_page_move.connect(refuse_to_leave, dispatch_uid="agencies_page_stays")


def refuse_to_leave(*, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Raise PermissionDenied for a page on its way out of its section, whoever moves it.

    The last of three: the screens say so first, then the permission does.
    """
    if not stays_in_section(instance, parent_page_after):
        raise PermissionDenied("A page stays in its section.")
