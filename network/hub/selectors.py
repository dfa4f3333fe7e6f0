"""Queries for the hub's public pages: articles and library items of a topic, materials, directory.

Used by the views of `network.hub` and by its feeds and sitemap.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
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
from network.agencies.models import AgencyKind
from network.agencies.models.querysets import former_names
from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.core.sorting import SortKey
from network.core.text import fold, sort_key
from sites.models import AgencyHomePage, ArticlePage, MaterialPage
from sites.querysets import ArticleQuerySet


class KindCount(NamedTuple):
    """A kind of agency with its label and the number of live sections."""

    value: str
    label: str
    sections: int


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
    homes = _open_sections().filter(path__in=counts).select_related("agency")
    return [
        ShelfCount(home.slug, home.agency.short_name, counts[home.path])
        for home in homes.order_by(SortKey("agency__short_name"))
    ]


def agency_kinds() -> list[KindCount]:
    """Return the kinds of agencies with a live section, in official order. One query."""
    counted = dict(_open_sections().values_list("agency__kind").annotate(sections=Count("pk")))
    return [
        KindCount(value, str(label), counted[value])
        for value, label in AgencyKind.choices
        if value in counted
    ]


def directory(*, kind: str, words: str) -> list[int]:
    """Return the ids of live sections, by kind and then name in Vietnamese order; ended agencies
    last.

    An unknown or empty kind means all. `words` match names, short names, aliases and the names of
    former bodies, with or without accents. One query; sorted in Python, since this PostgreSQL has
    no ICU.
    """
    order = {value: place for place, value in enumerate(AgencyKind.values)}
    sections = _open_sections()
    if kind in order:
        sections = sections.filter(agency__kind=kind)
    ended = ExpressionWrapper(
        Q(agency__valid_to__isnull=False, agency__valid_to__lt=timezone.localdate()),
        output_field=BooleanField(),
    )
    names = [f"agency__{field}" for field in ("name", "short_name", "aliases")]
    rows = [
        (has_ended, order[kind_], sort_key(name), key)
        for key, has_ended, kind_, name, *others, aliases, former in sections.values_list(
            "pk", ended, "agency__kind", *names, former_names("agency")
        )
        if fold(words) in fold(" ".join([name, *others, *aliases, *former]))
    ]
    return [key for *_, key in sorted(rows)]


def sections_by_key(keys: Sequence[int]) -> list[AgencyHomePage]:
    """Return the agency home pages with these ids in this order, with their agency."""
    found = AgencyHomePage.objects.select_related("agency").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _open_sections() -> QuerySet[AgencyHomePage]:
    # Written as NOT EXISTS, so that the index on sections that are not live is used.
    closed = Page.objects.filter(pk=OuterRef("pk"), live=False, depth=SECTION_DEPTH).order_by()
    return AgencyHomePage.objects.filter(~Exists(closed)).order_by()
