"""Add a link by hand: read the page, let the user correct the values, store the item."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.log_actions import log

from legal_updates.models import Topic
from network.accounts.models import User
from network.core.text import slugify_vi

from .feeds.links import Link, is_front_page, link_key, resolve_link
from .feeds.missing_pages import read_existing_page
from .feeds.normalize import clean_text, clean_title, hash_content, truncate
from .feeds.types import Entry, NotAFeed
from .fetcher import fetch, not_a_feed
from .item_services import store_entries
from .link_selectors import known_item, source_of_portal
from .models import EXCERPT_LENGTH, FetchOutcome, Health, LibraryItem, Source
from .page_reading import WebPageFacts, read_facts
from .preview_services import one_at_a_time
from .services import update_health

# Sources of this kind are never fetched. They hold links that users added from a portal.
MANUAL = "manual"
_KEY_LENGTH = 60


class LinkKnown(Exception):
    """Raised if the library already has the link, as `item`."""

    def __init__(self, item: LibraryItem) -> None:
        super().__init__(f"link known as item {item.pk}")
        self.item = item


class NoArticle(ValueError):
    """Raised for the front page of a portal, or an address that is not a usable article link."""


@dataclass(frozen=True, slots=True)
class LinkReading:
    """The result of reading an address: `item` if the library already has it, `facts` if the page
    was read, else `outcome` and `detail` of the failed fetch."""

    link: str
    item: LibraryItem | None = None
    facts: WebPageFacts | None = None
    outcome: FetchOutcome | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NewLink:
    """The values that a user enters. The last two are for a portal without a source."""

    url: str
    title: str
    excerpt: str
    published: dt.datetime | None
    topics: Collection[Topic]
    source_name: str
    level: str


def read_link(*, url: str, person_id: int, now: dt.datetime) -> LinkReading:
    """Fetch the page at `url` and return its facts. Stores nothing.

    Raises NoArticle, and PreviewBusy while the same user waits for another page.
    """
    link = _article_link(url).canonical or ""
    item = known_item(link)
    if item is not None:
        return LinkReading(link, item=item)
    with one_at_a_time(person_id):
        fetched = fetch(Source(url=url), now=now)
    if fetched.outcome is not None:
        return LinkReading(link, outcome=fetched.outcome, detail=fetched.detail)
    try:
        page = read_existing_page(fetched.body, fetched.content_type)
    except NotAFeed as error:
        refused = not_a_feed(error)
        return LinkReading(link, outcome=refused.outcome, detail=refused.detail)
    facts = read_facts(page, base_url=fetched.url, now=now, excerpt_length=EXCERPT_LENGTH)
    link = facts.link if facts.link and not is_front_page(facts.link) else link
    return LinkReading(link, item=known_item(link), facts=facts)


@transaction.atomic
def add_link(*, new: NewLink, adder: User, now: dt.datetime) -> LibraryItem:
    """Store a link as an item of its portal's source, log it and return the item.

    If no source has the portal, creates one that is never fetched, so that readers see who
    published the text. The source's rules decide whether the item is published or waits for a
    review. A later feed does not replace the entered words. Raises LinkKnown or NoArticle.
    """
    link = _article_link(new.url)
    entry = _entry(new, link)
    source = source_of_portal(entry.link or "") or _make_source(new, entry.link or "", now)
    _refuse_known(entry.link or "")
    if store_entries(source=source, entries=[entry], now=now).new != 1:
        # Another user or a fetch was faster: raising undoes this transaction.
        _refuse_known(entry.link or "")
    item = LibraryItem.objects.get(source=source, link_key=link_key(entry.link or ""))
    item.corrected, item.seen_at = True, now
    item.save(update_fields=["corrected", "seen_at"])
    item.topics.add(*new.topics)
    log(instance=item, action="wagtail.create", user=adder)
    return item


def _article_link(url: str) -> Link:
    """Return the resolved link. Raises NoArticle if it is unusable or a front page."""
    host = urlsplit(url).hostname or ""
    link = resolve_link(url, base=url, own_hosts=[host])
    if not link.canonical or is_front_page(link.canonical):
        raise NoArticle(url)
    return link


def _refuse_known(link: str) -> None:
    """Raise LinkKnown if the library has the link."""
    item = known_item(link)
    if item is not None:
        raise LinkKnown(item)


def _entry(new: NewLink, link: Link) -> Entry:
    """Return the entered values as an entry."""
    title = clean_title(new.title)
    excerpt = truncate(clean_text(new.excerpt), EXCERPT_LENGTH)
    return Entry(
        title=title,
        link=link.canonical,
        original_link=link.tidy,
        guid=None,
        published=new.published,
        excerpt=excerpt,
        content_hash=hash_content(title, excerpt),
    )


def _make_source(new: NewLink, link: str, now: dt.datetime) -> Source:
    """Create a source for the link's portal that is never fetched."""
    parts = urlsplit(link)
    host = parts.hostname or ""
    key = slugify_vi(host.replace(".", "-"))[:_KEY_LENGTH].strip("-")
    if Source.objects.filter(key=key).exists():
        key = f"{key[:40]}-{link_key(f'https://{host}/')[:8]}"
    name = new.source_name or host
    source = Source.objects.create(
        key=key,
        name=name,
        owner=name,
        level=new.level,
        url=f"{parts.scheme}://{parts.netloc}/",
        kind=MANUAL,
        enabled=False,
        health=Health.PAUSED,
    )
    update_health(source_id=source.pk, now=now)
    return source
