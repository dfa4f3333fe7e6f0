"""Conditions and querysets for what readers see of a section: live articles, materials in use.

Used by page models, the hub's lists, the sitemap and the search.
"""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Length, Substr
from wagtail.models import Page
from wagtail.query import PageQuerySet

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH


def has_something() -> Q:
    """Return the condition that a page, or a page below it, has content for readers.

    Content is a live article, or the introduction of a live index page.
    """
    last = Page._get_children_path_interval("")[1]
    places = apps.get_model("agency_sites", "SectionIndexPage")._base_manager
    # A subquery per page; with a join PostgreSQL would read the index pages of all agencies.
    introduction = places.filter(pk=OuterRef("pk")).values("introduction")[:1]
    below = (OuterRef("path"), Concat(OuterRef("path"), Value(last)))
    pages = Page._base_manager.filter(live=True, path__range=below)
    article = Q(introduction=None, path__gt=OuterRef("path"))
    found = pages.alias(introduction=Subquery(introduction))
    return Q(Exists(found.filter(article | Q(introduction__gt=""))))


class ArticleQuerySet(PageQuerySet):
    """Queryset of articles as readers see them."""

    def published(self) -> "ArticleQuerySet":
        """Return the live articles, newest first. The id breaks ties, so that pagination is
        stable."""
        return self.live().order_by("-date", "-id")

    def as_entries(self) -> "ArticleQuerySet":
        """Load the covers and defer the bodies, which lists do not show."""
        return self.select_related("cover").defer("body")

    def in_use(self, day: dt.date) -> "ArticleQuerySet":
        """Exclude the materials that may no longer be used on `day` (R10)."""
        return self.exclude(self._out_of_use(day))

    def out_of_use(self, day: dt.date) -> "ArticleQuerySet":
        """Return the materials that may no longer be used on `day` (the archive)."""
        return self.filter(self._out_of_use(day))

    def _out_of_use(self, day: dt.date) -> Exists:
        materials = apps.get_model("agency_sites", "MaterialPage")._base_manager
        over = Q(still_valid=False) | Q(valid_until__lt=day) | Q(ended_at__isnull=False)
        return Exists(materials.filter(over, articlepage_ptr=OuterRef("pk")))

    def under(self, page: Page) -> "ArticleQuerySet":
        """Return the articles anywhere below `page`."""
        return self.filter(path__startswith=page.path, depth__gt=page.depth)

    def beside(self, *, path: Any, depth: Any) -> "ArticleQuerySet":
        """Return the live siblings of the article at tree path `path`, an expression.

        Only the fields needed for a link are loaded.
        """
        above = Substr(path, 1, Length(path) - Page.steplen)
        first, last = Page._get_children_path_interval("")
        between = (Concat(above, Value(first)), Concat(above, Value(last)))
        found = self.live().filter(path__range=between, depth=depth)
        return found.only("title", "slug", "date")

    def older(self, date: Any, key: Any) -> "ArticleQuerySet":
        """Return the articles before (`date`, `key`), nearest first."""
        before = Q(date__lt=date) | Q(date=date, pk__lt=key)
        return self.filter(before).order_by("-date", "-pk")

    def newer(self, date: Any, key: Any) -> "ArticleQuerySet":
        """Return the articles after (`date`, `key`), nearest first."""
        after = Q(date__gt=date) | Q(date=date, pk__gt=key)
        return self.filter(after).order_by("date", "pk")

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
        agency = Agency.objects.filter(
            home_page__path=Substr(OuterRef("path"), 1, SECTION_PATH_LENGTH)
        )
        return self.annotate(agency_name=Subquery(agency.values("short_name")[:1]))
