"""Feeds of articles: of all agencies, of one agency, or on a topic."""

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from legal_updates.models import Topic
from legal_updates.public.channels import entries_of
from legal_updates.public.selectors import newest_documents
from network.core.feeds import EMPTY_FEED_DATE, FeedChannel, FeedEntry, entry_id
from network.core.xml_text import xml_text
from sites.addresses import address_of, hub_root
from sites.models import AgencyHomePage, ArticlePage
from sites.querysets import ArticleQuerySet

from . import selectors

ENTRIES_PER_FEED = 50


def articles() -> FeedChannel:
    """Return the channel with the newest articles of all agencies. Three queries."""
    found = ArticlePage.objects.published().in_use(timezone.localdate())
    title = _("New articles of the agencies")
    return _channel(title, reverse("wagtail_serve", args=[""]), _article_entries(found))


def articles_of_section(slug: str) -> FeedChannel:
    """Return the channel with the newest articles of an agency's live section. Four queries. Raises
    Http404."""
    sections = AgencyHomePage.objects.live().select_related("agency")
    home = get_object_or_404(sections, slug=slug)
    found = ArticlePage.objects.published().under(home).in_use(timezone.localdate())
    title = _("New articles of %s") % home.agency.name
    return _channel(title, reverse("wagtail_serve", args=[f"{slug}/"]), _article_entries(found))


def articles_and_documents_of_topic(slug: str) -> FeedChannel:
    """Return the channel with new articles and legal documents on a topic. Six queries. Raises
    Http404."""
    topic = get_object_or_404(Topic, slug=slug)
    entries = [
        *_article_entries(selectors.articles_about(topic)),
        *entries_of(newest_documents([topic])[:ENTRIES_PER_FEED]),
    ]
    entries.sort(key=lambda entry: entry.published, reverse=True)
    title = _("Articles and legal documents: %s") % topic.name
    return _channel(title, reverse("hub:topic", args=[slug]), entries[:ENTRIES_PER_FEED])


def _channel(title: str, path: str, entries: Sequence[FeedEntry]) -> FeedChannel:
    return FeedChannel(
        title=xml_text(title),
        description=_("As the agencies publish them, each with who wrote it."),
        path=path,
        entries=entries,
        updated=max((entry.updated for entry in entries), default=EMPTY_FEED_DATE),
    )


def _article_entries(found: ArticleQuerySet) -> list[FeedEntry]:
    shown: QuerySet[ArticlePage] = found.with_agency().defer("body")
    shown = shown.prefetch_related("article_topics__tag")[:ENTRIES_PER_FEED]
    root = hub_root()
    return [_entry(article, root) for article in shown]


def _entry(article: ArticlePage, root: str) -> FeedEntry:
    agency = xml_text(getattr(article, "agency_name", None) or "")
    noon = dt.datetime.combine(article.date, dt.time(12), timezone.get_default_timezone())
    published = article.first_published_at or noon
    summary = xml_text(article.summary)
    return FeedEntry(
        id=entry_id("bai-viet", article.pk),
        title=xml_text(article.title),
        link=address_of(article, root),
        summary=summary,
        html=f"<p>{escape(summary)}</p>",
        sources=[(agency, "")] if agency else [],
        topics=_topics(article.article_topics.all()),
        published=published,
        updated=article.last_published_at or published,
    )


def _topics(rows: Iterable) -> list[str]:
    return [xml_text(row.tag.name) for row in rows]
