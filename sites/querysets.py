"""Conditions and querysets for what readers see of a section: live articles, materials in use.

Used by page models, the hub's lists, the sitemap and the search.
"""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, CharField, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr
from wagtail.models import Page
from wagtail.query import PageQuerySet

from network.agencies.models import Agency
from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH

# Whether a row of wagtailcore_page, or a page below it, has content for readers: a live article, or
# the introduction of a live index page. With a subquery per page, because with a join PostgreSQL
# would read the index pages of all agencies.
HAS_SOMETHING = """
EXISTS (
  SELECT FROM (
    SELECT below.path, (
      SELECT place.introduction FROM agency_sites_sectionindexpage place
      WHERE place.page_ptr_id = below.id
    ) AS introduction
    FROM wagtailcore_page below
    WHERE below.live
      AND below.path BETWEEN wagtailcore_page.path AND wagtailcore_page.path || 'ZZZZ'
  ) content
  WHERE introduction > '' OR (introduction IS NULL AND content.path > wagtailcore_page.path)
)
"""
# The short name of the agency in whose section the page with a path stands, or NULL.
_AGENCY_NAME = f"""(
SELECT agency.short_name FROM agencies_agency agency
JOIN agency_sites_agencyhomepage home ON home.agency_id = agency.id
JOIN wagtailcore_page section ON section.id = home.page_ptr_id
WHERE section.path = left(%(expressions)s, {SECTION_PATH_LENGTH})
)"""  # noqa: S608


def has_something() -> RawSQL:
    """Return HAS_SOMETHING as a condition on a queryset of pages."""
    return RawSQL(HAS_SOMETHING, (), BooleanField())  # noqa: S611


def pages_of_sections() -> PageQuerySet:
    """Return the pages of all sections with `section_agency`, the id of their agency."""
    path = Substr(OuterRef("path"), 1, SECTION_PATH_LENGTH)
    agency = Agency.objects.filter(home_page__path=path).values("pk")
    pages: PageQuerySet = Page.objects.filter(depth__gte=SECTION_DEPTH)
    return pages.annotate(section_agency=Subquery(agency))


class ArticleQuerySet(PageQuerySet):
    """Queryset of articles as readers see them."""

    def published(self) -> "ArticleQuerySet":
        """Return the live articles, newest first. The id breaks ties, so that pagination is
        stable."""
        return self.live().order_by("-date", "-id")

    def as_entries(self) -> "ArticleQuerySet":
        """Load the covers and defer the bodies, which lists do not show."""
        return self.select_related("cover").defer("body")

    def as_links(self, *more: str) -> "ArticleQuerySet":
        """Load only what a list of links shows: title, URL, date, summary, and the fields `more`.

        With all its 70 columns such a query takes Django three times as long.
        """
        return self.only("path", "url_path", "title", "date", "summary", *more)

    def in_use(self, day: dt.date) -> "ArticleQuerySet":
        """Exclude the materials that may no longer be used on `day` (R10)."""
        return self.exclude(self._out_of_use(day))

    def out_of_use(self, day: dt.date) -> "ArticleQuerySet":
        """Return the materials that may no longer be used on `day` (the archive)."""
        return self.filter(self._out_of_use(day))

    def _out_of_use(self, day: dt.date) -> Q:
        over = Q(still_valid=False) | Q(valid_until__lt=day) | Q(ended_at__isnull=False)
        materials = apps.get_model("agency_sites", "MaterialPage")
        if self.model is materials:
            return over
        found = materials._base_manager.filter(over, articlepage_ptr=OuterRef("pk"))
        return Q(Exists(found))

    def under(self, page: Page) -> "ArticleQuerySet":
        """Return the articles anywhere below `page`."""
        return self.filter(path__startswith=page.path, depth__gt=page.depth)

    def versions(self, *, page: Any, original: Any) -> "ArticleQuerySet":
        """Return the live versions of a text in other languages, Vietnamese first.

        `page` and `original` are ids (or expressions) of a text and its original, or None. Only
        title, language and URL are loaded. Translations without named translator and reviewer are
        left out.
        """
        same = Q(pk__in=[])
        if original is not None:
            same |= Q(pk=original) | Q(original=original)
        if page is not None:
            same |= Q(original=page)
        unnamed = Q(translator="") | Q(translation_reviewer="")
        found = self.live().filter(same).exclude(~Q(language="vi") & unnamed)
        found = found.exclude(pk=page) if page else found
        return found.only("title", "language", "url_path").order_by("-language", "pk")

    def with_agency(self) -> "ArticleQuerySet":
        """Annotate `agency_name`, the short name of the article's agency."""
        # With F, a query that counts its rows still joins the table of the path.
        name = Func(F("path"), template=_AGENCY_NAME, output_field=CharField())
        return self.annotate(agency_name=name)
