"""Questions put to published articles."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.query import PageQuerySet

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH


class ArticleQuerySet(PageQuerySet):
    """Articles as readers meet them."""

    def published(self) -> "ArticleQuerySet":
        """Return the live articles, newest first; the id breaks ties so that pages are stable."""
        return self.live().order_by("-date", "-id")

    def as_entries(self) -> "ArticleQuerySet":
        """Fetch along the covers and leave out the bodies, which no list shows."""
        return self.select_related("cover").defer("body")

    def under(self, page: Page) -> "ArticleQuerySet":
        """Return the articles anywhere below `page`, by its place in the tree."""
        return self.filter(path__startswith=page.path, depth__gt=page.depth)

    def with_agency(self) -> "ArticleQuerySet":
        """Add `agency_name` and `agency_slug` of the section each article stands in."""
        agency = Agency.objects.filter(
            home_page__path=Substr(OuterRef("path"), 1, SECTION_PATH_LENGTH)
        )
        return self.annotate(
            agency_name=Subquery(agency.values("short_name")[:1]),
            agency_slug=Subquery(agency.values("slug")[:1]),
        )
