"""Writers for RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. Uses only Django's feed generators."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from .channels import FeedChannel, FeedEntry

LANGUAGE = "vi"


class Format(NamedTuple):
    """A feed format. `write` takes the channel, the site's base URL and the feed's own URL."""

    content_type: str
    write: Callable[[FeedChannel, str, str], bytes]


class _Dated:
    """Mixin: dates the feed by its channel; Django would use the newest item or the current
    time."""

    feed: dict[str, Any]

    def latest_post_date(self) -> Any:
        return self.feed["updated"]


class _Rss(_Dated, Rss201rev2Feed):
    pass


class _Atom(_Dated, Atom1Feed):
    pass


def _write_xml(kind: type[SyndicationFeed]) -> Callable[[FeedChannel, str, str], bytes]:
    """Return a function that writes a channel as an Atom or RSS feed of Django's class `kind`."""

    def write(channel: FeedChannel, base: str, own: str) -> bytes:
        feed = kind(
            title=channel.title,
            link=base + channel.path,
            description=channel.description,
            language=LANGUAGE,
            feed_url=own,
            feed_guid=own,
            updated=channel.updated,
        )
        for entry in channel.entries:
            feed.add_item(
                title=entry.title,
                link=_whole(base, entry.link),
                description=entry.html,
                author_name=entry.sources[0][0] if entry.sources else None,
                pubdate=entry.published,
                updateddate=entry.updated,
                unique_id=entry.id,
                unique_id_is_permalink=False,
                categories=entry.topics,
            )
        return feed.writeString("utf-8").encode()

    return write


def _write_json(channel: FeedChannel, base: str, own: str) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": base + channel.path,
        "feed_url": own,
        "language": LANGUAGE,
        "items": [_json_item(entry, base) for entry in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(entry: FeedEntry, base: str) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": _whole(base, entry.link),
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published.isoformat(timespec="seconds"),
        "date_modified": entry.updated.isoformat(timespec="seconds"),
        "authors": [
            {"name": name, "url": link} if link else {"name": name} for name, link in entry.sources
        ],
        "tags": list(entry.topics),
    }
    return {name: value for name, value in item.items() if value}


def _whole(base: str, link: str) -> str:
    return base + link if link.startswith("/") else link


FORMATS = {
    "rss.xml": Format("application/rss+xml; charset=utf-8", _write_xml(_Rss)),
    "atom.xml": Format("application/atom+xml; charset=utf-8", _write_xml(_Atom)),
    "feed.json": Format("application/feed+json; charset=utf-8", _write_json),
}
