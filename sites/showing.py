"""The names of what pages of sections show; network/hub/changes.py tells when they change."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wagtail.models import Page

from network.core.freshness.tags import LAST, Between, Tag, shows

if TYPE_CHECKING:
    from .models import ArticlePage, LibraryRule
    from .models.articles import Neighbours
    from .querysets import ArticleQuerySet


def page_tag(page_id: int) -> str:
    """Return the name of a page: of all that its own address and links to it show."""
    return f"page:{page_id}"


def menu_tag(section_path: str) -> str:
    """Return the name of a section's menu."""
    return f"menu:{section_path}"


def agency_tag(agency_id: int) -> str:
    """Return the name of an agency: of its names and how to reach it."""
    return f"agency:{agency_id}"


def under_tag(path: str) -> str:
    """Return the name of all that is published anywhere below the page at `path`."""
    return f"under:{path}"


def position(date: dt.date, page_id: int) -> str:
    """Return the place of an article among others, newest last."""
    return f"{date:%Y%m%d}{page_id:012d}"


def beside_tags(path: str, neighbours: "Neighbours") -> Iterator[Tag]:
    """Name the articles beside the one at `path`, and the gaps in which a new one would show."""
    older, newer = neighbours.older, neighbours.newer
    yield Between(
        f"beside:{path[: -Page.steplen]}",
        position(older.date, older.pk) if older else "",
        position(newer.date, newer.pk) if newer else LAST,
    )
    yield from (page_tag(each.pk) for each in (older, newer) if each)


def newest(articles: "ArticleQuerySet", *, of: Page, number: int) -> "list[ArticlePage]":
    """Return the first of articles below a page, newest first, and say that they are shown.

    An older one that changes is not shown, so does not concern the list.
    """
    found = list(articles[:number])
    oldest = found[-1] if len(found) == number else None
    shows(Between(under_tag(of.path), position(oldest.date, oldest.pk) if oldest else "", LAST))
    return found


def rule_tag(rule: "LibraryRule") -> str:
    """Return the name of the library items that a rule asks for."""
    if rule.source_id:
        return f"library:source:{rule.source_id}"
    if rule.topic_id:
        return f"library:topic:{rule.topic_id}"
    return f"library:level:{rule.level}"
