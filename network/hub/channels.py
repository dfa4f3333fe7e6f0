"""Feeds of the library, as a whole or in part."""

from collections.abc import Iterable
from html import escape
from typing import cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from aggregator.models import LibraryItem, SourceLevel
from aggregator.querysets import LibraryItemQuerySet
from aggregator.selectors import newest_items
from legal_updates.models import Topic
from network.core.feeds import EMPTY_FEED_DATE, FeedChannel, FeedEntry, entry_id
from network.core.xml_text import xml_text
from sites.models import AgencyHomePage

from . import selectors
from .models import HubSettings

ITEMS_PER_FEED = 50
LEVEL_SLUGS = {
    "trung-uong": SourceLevel.CENTRAL,
    "tinh": SourceLevel.PROVINCIAL,
    "co-quan": SourceLevel.AGENCY,
}


def library() -> FeedChannel:
    """Return the channel with the newest items of the library. Six queries."""
    return _channel(_("New policies"), reverse("hub:policies"), newest_items())


def library_of_level(slug: str) -> FeedChannel:
    """Return the channel with the newest items of a level, given by its slug in LEVEL_SLUGS. Raises
    Http404."""
    if slug not in LEVEL_SLUGS:
        raise Http404
    level = LEVEL_SLUGS[slug]
    title = _("New policies: %s") % level.label
    path = f"{reverse('hub:policies')}?cap={level.value}"
    return _channel(title, path, selectors.items_from(level=level.value, source=None))


def address_of_level(level: str) -> str:
    """Return the URL prefix of a level's feeds, without the format name; "" for an unknown
    level."""
    slug = next((slug for slug, each in LEVEL_SLUGS.items() if each.value == level), "")
    return f"{reverse('hub:policies')}cap/{slug}/" if slug else ""


def library_of_topic(slug: str) -> FeedChannel:
    """Return the channel with the newest items on a topic. Raises Http404."""
    topic = get_object_or_404(Topic, slug=slug)
    title = _("New policies: %s") % topic.name
    return _channel(title, reverse("hub:topic", args=[slug]), selectors.items_about(topic))


def library_of_section(slug: str) -> FeedChannel:
    """Return the channel with the items selected by the rules of an agency's live section. Raises
    Http404."""
    sections = AgencyHomePage.objects.live().select_related("agency")
    home = get_object_or_404(sections, slug=slug)
    title = _("New policies: %s") % home.agency.name
    return _channel(title, reverse("wagtail_serve", args=[f"{slug}/"]), home.library_items())


def _channel(title: str, path: str, items: LibraryItemQuerySet) -> FeedChannel:
    shown = items.prefetch_related("item_topics__tag")[:ITEMS_PER_FEED]
    entries = [_entry(item) for item in shown]
    hub = cast(HubSettings, HubSettings.load())
    name = _("Law dissemination and education, %s") % hub.province
    return FeedChannel(
        title=xml_text(f"{title} – {name}"),
        description=_("Each title opens the page of the body that published it."),
        path=path,
        entries=entries,
        updated=max((entry.updated for entry in entries), default=EMPTY_FEED_DATE),
    )


def _entry(item: LibraryItem) -> FeedEntry:
    attributions = [(xml_text(each.source.name), each.href) for each in item.attributions]
    moments = [item.fetched_at, item.reviewed_at, item.changed_at]
    return FeedEntry(
        id=_lasting_id(item),
        title=xml_text(item.title),
        link=xml_text(item.href),
        summary=xml_text(item.excerpt),
        html=_html(xml_text(item.excerpt), attributions),
        sources=attributions,
        topics=[xml_text(each.tag.name) for each in item.item_topics.all()],
        published=item.published_at or item.fetched_at,
        # Not the date given by the source, which may be in the future.
        updated=max(each for each in moments if each),
    )


def _lasting_id(item: LibraryItem) -> str:
    """Return a permanent id of a policy.

    It stays the same when another source's link becomes the card. It contains the id of the oldest
    item in the cluster instead of a URL, since the links are other websites'.
    """
    return entry_id("chinh-sach-moi", min([item.pk, *(each.pk for each in item.duplicates.all())]))


def _html(excerpt: str, attributions: Iterable[tuple[str, str]]) -> str:
    names = ", ".join(
        f'<a href="{escape(link)}">{escape(name)}</a>' if link else escape(name)
        for name, link in attributions
    )
    text = f"<p>{escape(excerpt)}</p>" if excerpt else ""
    return f"{text}<p>{escape(_('Source:'))} {names}</p>"
