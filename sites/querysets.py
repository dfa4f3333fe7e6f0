"""Questions put to published articles."""

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
    """Return the condition, on rows of pages, that something stands there for readers or below.

    That is a live article, or the introduction of a live place. A place without is empty.
    """
    last = Page._get_children_path_interval("")[1]
    places = apps.get_model("agency_sites", "SectionIndexPage")._base_manager
    # Asked of each page below: joined, the places of all agencies would be read.
    introduction = places.filter(pk=OuterRef("pk")).values("introduction")[:1]
    below = (OuterRef("path"), Concat(OuterRef("path"), Value(last)))
    pages = Page._base_manager.filter(live=True, path__range=below)
    article = Q(introduction=None, path__gt=OuterRef("path"))
    found = pages.alias(introduction=Subquery(introduction))
    return Q(Exists(found.filter(article | Q(introduction__gt=""))))


class ArticleQuerySet(PageQuerySet):
    """Articles as readers meet them."""

    def published(self) -> "ArticleQuerySet":
        """Return the live articles, newest first; the id breaks ties so that pages are stable."""
        return self.live().order_by("-date", "-id")

    def as_entries(self) -> "ArticleQuerySet":
        """Fetch along the covers and leave out the bodies, which no list shows."""
        return self.select_related("cover").defer("body")

    def in_use(self, day: dt.date) -> "ArticleQuerySet":
        """Leave out the materials that may no longer be used on `day` (R10)."""
        return self.exclude(self._out_of_use(day))

    def out_of_use(self, day: dt.date) -> "ArticleQuerySet":
        """Return the materials that may no longer be used on `day`: the archive."""
        return self.filter(self._out_of_use(day))

    def _out_of_use(self, day: dt.date) -> Exists:
        materials = apps.get_model("agency_sites", "MaterialPage")._base_manager
        over = Q(still_valid=False) | Q(valid_until__lt=day) | Q(ended_at__isnull=False)
        return Exists(materials.filter(over, articlepage_ptr=OuterRef("pk")))

    def under(self, page: Page) -> "ArticleQuerySet":
        """Return the articles anywhere below `page`, by its place in the tree."""
        return self.filter(path__startswith=page.path, depth__gt=page.depth)

    def beside(self, *, path: Any, depth: Any) -> "ArticleQuerySet":
        """Return the live articles below the page above the one at the treebeard `path`.

        `path` is an expression. They come with what a link to them needs.
        """
        above = Substr(path, 1, Length(path) - Page.steplen)
        first, last = Page._get_children_path_interval("")
        between = (Concat(above, Value(first)), Concat(above, Value(last)))
        found = self.live().filter(path__range=between, depth=depth)
        return found.only("title", "slug", "date")

    def older(self, date: Any, key: Any) -> "ArticleQuerySet":
        """Return those before the place of a day and a key, the next one first."""
        before = Q(date__lt=date) | Q(date=date, pk__lt=key)
        return self.filter(before).order_by("-date", "-pk")

    def newer(self, date: Any, key: Any) -> "ArticleQuerySet":
        """Return those after the place of a day and a key, the next one first."""
        after = Q(date__gt=date) | Q(date=date, pk__gt=key)
        return self.filter(after).order_by("date", "pk")

    def versions(self, *, page: Any, original: Any) -> "ArticleQuerySet":
        """Return the live texts that say the same in other languages, the Vietnamese one first.

        `page` and `original` are the keys of a text and of what it was translated from, None for
        none, or expressions. The texts come with title, language and address alone. Nothing is
        offered as a translation that does not say who made it and who read it again.
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
        """Add `agency_name`, the short name of the agency in whose section each article stands."""
        agency = Agency.objects.filter(
            home_page__path=Substr(OuterRef("path"), 1, SECTION_PATH_LENGTH)
        )
        return self.annotate(agency_name=Subquery(agency.values("short_name")[:1]))
