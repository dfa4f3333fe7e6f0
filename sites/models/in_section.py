"""What every page inside a section knows: its agency, the menu and the way back."""

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
from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.moderation.hints import Content
from network.moderation.moderated import Moderated

from ..contents import introduction_content
from ..forms import SectionPageForm

if TYPE_CHECKING:
    from legal_updates.models import Citation

    from ..links.selectors import FootLink
    from .panos import Pano
    from .sections import AgencyHomePage


class InSection(Moderated):
    """Mixin for pages that stand in an agency's section."""

    path: str
    depth: int
    title: str
    introduction: str
    base_form_class = SectionPageForm

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
    def foot_links(self) -> "list[FootLink]":
        """Return the outside addresses the section must, and wants to, lead to; one query."""
        from ..links.selectors import foot_links

        return foot_links(self.agency_home)

    @cached_property
    def panos(self) -> "list[Pano]":
        """Return the panos the section shows today; three queries at most."""
        from ..links.selectors import section_panos

        return list(section_panos(self.agency_home, day=timezone.localdate()))

    @cached_property
    def citations(self) -> "list[Citation]":
        """Return what the page cites of the register of legal documents; one query."""
        return citations_of(cast(Page, self))

    @cached_property
    def law_notes(self) -> LawNotes:
        """Return what readers must know of the documents cited; one query more at most."""
        return law_notes(self.citations, day=timezone.localdate())

    @cached_property
    def trail(self) -> list[Page]:
        """Return the pages from the agency's front page down to the parent; one query."""
        steps = range(SECTION_DEPTH, self.depth)
        paths = [self.path[: step * Page.steplen] for step in steps]
        return list(Page.objects.filter(path__in=paths).order_by("depth"))
