"""Queries for the hub's public pages: articles and library items of a topic, materials, sections.

Used by the views of `network.hub` and by its feeds and sitemap.
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Substr
from django.utils import timezone
from wagtail.models import Page

from aggregator.models import ItemStatus, LibraryItem, Source, SourceLevel
from aggregator.querysets import LibraryItemQuerySet
from aggregator.selectors import brought_by, newest_items
from legal_updates.models import Topic
from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.core.sorting import SortKey
from sites.models import AgencyHomePage, ArticlePage, MaterialPage
from sites.querysets import ArticleQuerySet


class ShelfCount(NamedTuple):
    """An agency's section with the number of its materials in use."""

    slug: str
    short_name: str
    materials: int


def articles_about(topic: Topic) -> ArticleQuerySet:
    """Return the live articles on a topic, newest first, with their agency."""
    newest = ArticlePage.objects.published().in_use(timezone.localdate())
    return newest.filter(article_topics__tag=topic).with_agency()


def items_about(topic: Topic) -> LibraryItemQuerySet:
    """Return the published library items on a topic, newest first."""
    return newest_items().filter(item_topics__tag=topic)


def topics_with_something() -> QuerySet[Topic]:
    """Return the topics with at least one published article in use or published library item."""
    articles = ArticlePage.objects.published().in_use(timezone.localdate())
    items = LibraryItem.objects.published()
    return Topic.objects.filter(
        Exists(articles.filter(article_topics__tag=OuterRef("pk")))
        | Exists(items.filter(item_topics__tag=OuterRef("pk")))
    )


def items_from(*, level: str, source: Source | None) -> LibraryItemQuerySet:
    """Return the published library items of a level and a source. Unknown level or no source means
    any."""
    items = newest_items()
    if level in SourceLevel.values:
        items = items.filter(brought_by(Q(source__level=level)))
    if source:
        items = items.filter(brought_by(Q(source=source)))
    return items


def sources_in_use() -> QuerySet[Source]:
    """Return the sources with published items, by name."""
    cards = Q(duplicate_of__isnull=True) | Q(duplicate_of__status=ItemStatus.PUBLISHED)
    published = LibraryItem.objects.filter(
        cards, source=OuterRef("pk"), status=ItemStatus.PUBLISHED
    )
    return Source.objects.filter(Exists(published)).order_by(SortKey("name"))


def agencies_with_materials(day: dt.date) -> list[ShelfCount]:
    """Return the live sections with materials in use on `day`, by name. Two queries."""
    section = Substr("path", 1, SECTION_PATH_LENGTH)
    used = MaterialPage.objects.live().in_use(day).order_by().values_list(section)
    counts: dict[str, int] = dict(used.annotate(materials=Count("pk")))
    homes = open_sections().filter(path__in=counts).select_related("agency")
    return [
        ShelfCount(home.slug, home.agency.short_name, counts[home.path])
        for home in homes.order_by(SortKey("agency__short_name"))
    ]


def open_sections() -> QuerySet[AgencyHomePage]:
    """Return the agencies' live sections."""
    # Written as NOT EXISTS, so that the index on sections that are not live is used.
    closed = Page.objects.filter(pk=OuterRef("pk"), live=False, depth=SECTION_DEPTH).order_by()
    return AgencyHomePage.objects.filter(~Exists(closed)).order_by()
