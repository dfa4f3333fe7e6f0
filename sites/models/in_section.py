"""What every page inside a section knows: its agency, the menu and the way back."""

from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from wagtail.models import Page

from ..querysets import SECTION_DEPTH, SECTION_PATH_LENGTH

if TYPE_CHECKING:
    from .sections import AgencyHomePage


class InSection:
    """Mixin for pages that stand in an agency's section."""

    path: str
    depth: int

    @cached_property
    def agency_home(self) -> "AgencyHomePage":
        """Return the front page of the section, its agency and logo with it; one query."""
        from .sections import AgencyHomePage

        return AgencyHomePage.objects.select_related("agency", "logo").get(
            path=self.path[:SECTION_PATH_LENGTH]
        )

    @cached_property
    def section_menu(self) -> list[Page]:
        """Return the live menu entries of the section in menu order; one query."""
        return list(self.agency_home.get_children().live().in_menu())

    @cached_property
    def trail(self) -> list[Page]:
        """Return the pages from the agency's front page down to the parent; one query."""
        steps = range(SECTION_DEPTH, self.depth)
        paths = [self.path[: step * Page.steplen] for step in steps]
        return list(Page.objects.filter(path__in=paths).order_by("depth"))
