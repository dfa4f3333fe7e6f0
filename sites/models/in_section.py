"""What all pages of a section share: agency, menu and breadcrumbs."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from legal_updates.citing.notices import LawNotes, law_notes
from legal_updates.citing.selectors import citations_of
from legal_updates.citing.services import index_page
from network.agencies.references import foreign_references
from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.freshness.dependencies import depends_on
from network.moderation.hints import Content
from network.moderation.hints.types import FileFacts
from network.moderation.moderated import Moderated

from ..contents import introduction_content
from ..dependencies import section_of
from ..ending import AgencyEnding, ending_of
from ..forms import SectionCopyForm, SectionPageForm
from ..navigation import Navigation, PageLink, navigation
from ..reading.selectors import office_files_named

if TYPE_CHECKING:
    from legal_updates.models import Citation

    from .sections import AgencyHomePage


class InSection(Moderated):
    """Mixin for pages in an agency's section."""

    path: str
    depth: int
    title: str
    introduction: str
    # Set by `hub.routing` for visitors' requests.
    dependencies: tuple[str, ...] = ()
    base_form_class = SectionPageForm
    copy_form_class = SectionCopyForm

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision and index its citations.

        Raises ValidationError if it refers to another agency's objects. The form checks this
        earlier.
        """
        path = self.path[:SECTION_PATH_LENGTH]
        if any(foreign_references(cast(Page, self), section_path=path)):
            raise ValidationError(_("A page may not point at another agency's page or file."))
        revision = cast(Revision, super().save_revision(*args, **kwargs))
        index_page(page=cast(Page, self), sides=("in_draft",))
        return revision

    def moderation_content(self) -> Content:
        """Return the page's content for the appraisal hints."""
        return introduction_content(self.title, self.introduction)

    def moderation_files(self) -> tuple[FileFacts, ...]:
        """Return the office files the page refers to, which can be read only on a material's
        pages."""
        return office_files_named(cast(Page, self))

    @cached_property
    def navigation(self) -> Navigation:
        """Return the navigation of the section. One query."""
        return navigation(self.path)

    @property
    def agency_home(self) -> "AgencyHomePage":
        """Return the section's front page, with its agency."""
        # Fragments that are cached separately must register their own dependency.
        depends_on(section_of(self.path))
        return self.navigation.home

    @property
    def section_menu(self) -> list[PageLink]:
        """Return the live menu entries in menu order."""
        depends_on(section_of(self.path))
        return self.navigation.menu

    @property
    def place(self) -> str:
        """Return the cache key for navigation; pages with equal navigation share it."""
        return self.path

    @cached_property
    def citations(self) -> "list[Citation]":
        """Return the page's citations of legal documents. One query."""
        return citations_of(cast(Page, self))

    @cached_property
    def law_notes(self) -> LawNotes:
        """Return the notes about changed documents. At most three more queries."""
        return law_notes(cast(Page, self), self.citations, day=timezone.localdate())

    @property
    def trail(self) -> list[PageLink]:
        """Return the pages from the front page down to the parent."""
        depends_on(section_of(self.path))
        return self.navigation.trail

    @property
    def ending(self) -> AgencyEnding | None:
        """Return how the agency has ended, or None. One query for an ended agency."""
        if self._ending:
            depends_on("agencies")
        return self._ending

    @cached_property
    def _ending(self) -> AgencyEnding | None:
        return ending_of(self.agency_home.agency, day=timezone.localdate())

    @property
    def last_checked_on(self) -> dt.date | None:
        """Return the last day on which the agency confirmed the text, or None."""
        return self.law_notes.reviewed_on
