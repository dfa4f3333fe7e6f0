"""Queries about announcements, and published ones that link to a channel that is no longer
official."""

from html import unescape

from django.db.models import QuerySet
from wagtail.models import Page

from sites.models import ArticlePage

from ..links.addresses import keys_in
from ..models import ENDED_STATES, Announcement, Channel


def announcements_of(home: Page) -> frozenset[int]:
    """Return the ids of the articles in a section that announce a channel. One query."""
    rows = Announcement.objects.filter(page__path__startswith=home.path)
    return frozenset(rows.values_list("page_id", flat=True))


def announced_channel(page: ArticlePage) -> Channel | None:
    """Return the channel that `page` announces, or None. One query."""
    found = Announcement.objects.filter(page=page.pk).select_related("channel").first()
    return found.channel if found else None


def leads_to_ended(page: ArticlePage, channel: Channel) -> bool:
    """Return whether the article links to `channel` and the channel has ended."""
    if channel.ended_on is None:
        return False
    return not channel.address_keys.isdisjoint(keys_in(unescape(str(page.body))))


def misleading(channels: QuerySet[Channel]) -> list[tuple[ArticlePage, Channel]]:
    """Return the published announcements that still link to those of `channels` that have ended."""
    rows = Announcement.objects.filter(channel__in=channels.filter(state__in=ENDED_STATES))
    found = {row.page_id: row.channel for row in rows.select_related("channel__agency")}
    pages = ArticlePage.objects.filter(pk__in=found, live=True) if found else []
    pairs = [(page, found[page.pk]) for page in pages]
    return [pair for pair in pairs if leads_to_ended(*pair)]
