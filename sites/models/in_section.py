"""What every page inside a section knows: its agency, the menu and the way back."""

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
    """Mixin for pages that stand in an agency's section."""

    path: str
    depth: int
    title: str
    introduction: str
    # Filled in by whoever finds the page for visitors.
    dependencies: tuple[str, ...] = ()
    base_form_class = SectionPageForm
    copy_form_class = SectionCopyForm

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision, refusing what points at another agency; the form says so first."""
        path = self.path[:SECTION_PATH_LENGTH]
        if any(foreign_references(cast(Page, self), section_path=path)):
            raise ValidationError(_("A page may not point at another agency's page or file."))
        revision = cast(Revision, super().save_revision(*args, **kwargs))
        index_page(page=cast(Page, self), sides=("in_draft",))
        return revision

    def moderation_content(self) -> Content:
        """Return what the page says, for the hints of its appraisal."""
        return introduction_content(self.title, self.introduction)

    def moderation_files(self) -> tuple[FileFacts, ...]:
        """Return the files that it names and that are read on the pages of a material alone."""
        return office_files_named(cast(Page, self))

    @cached_property
    def navigation(self) -> Navigation:
        """Return the way around the section; one query."""
        return navigation(self.path)

    @property
    def agency_home(self) -> "AgencyHomePage":
        """Return the front page of the section, its agency and logo with it."""
        # Each part of a page that is kept by itself must say so.
        depends_on(section_of(self.path))
        return self.navigation.home

    @property
    def section_menu(self) -> list[PageLink]:
        """Return the live menu entries of the section in menu order."""
        depends_on(section_of(self.path))
        return self.navigation.menu

    @property
    def place(self) -> str:
        """Return what tells the ways around a section apart: the same for all that share one."""
        return self.path

    @cached_property
    def citations(self) -> "list[Citation]":
        """Return what the page cites of the register of legal documents; one query."""
        return citations_of(cast(Page, self))

    @cached_property
    def law_notes(self) -> LawNotes:
        """Return what readers must know of the documents cited; three queries more at most."""
        return law_notes(cast(Page, self), self.citations, day=timezone.localdate())

    @property
    def trail(self) -> list[PageLink]:
        """Return the pages from the agency's front page down to the parent."""
        depends_on(section_of(self.path))
        return self.navigation.trail

    @property
    def ending(self) -> AgencyEnding | None:
        """Return how the agency has ended, None while it works; one query for one that has."""
        if self._ending:
            depends_on("agencies")
        return self._ending

    @cached_property
    def _ending(self) -> AgencyEnding | None:
        return ending_of(self.agency_home.agency, day=timezone.localdate())

    @property
    def last_checked_on(self) -> dt.date | None:
        """Return the last day on which somebody answerable found the text right."""
        return self.law_notes.reviewed_on
