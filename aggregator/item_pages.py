"""Send items back to the reviewers whose pages turn out to be missing or to lead elsewhere.

A trusted source publishes its items unread. The check of links on public pages (`sites.links`)
requests their pages within the next minutes, and reports here what it found: the jobs that read
feeds wait for no article, and a busy portal is asked for one page at a time.
"""

import datetime as dt
import re
from urllib.parse import urljoin, urlsplit

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from .choices import HeldBy
from .doubts import domain_of
from .feeds.html import read_page
from .feeds.links import canonical_link, is_front_page, link_key
from .feeds.types import NotAFeed
from .item_texts import judge_text
from .models import ItemStatus, LibraryItem

_CHECKED_FOR = dt.timedelta(days=2)
# Portals of the State share hosts under .vn; those who break into them lead to other countries.
_VIETNAMESE = ".vn"
# How a page forwards its readers without a redirect of the server.
_META = re.compile(rb"<meta\b[^>]{0,300}\brefresh\b[^>]{0,300}>", re.IGNORECASE)
_TARGET = re.compile(rb"url\s*=\s*['\"]?([^'\">\s]{1,1000})", re.IGNORECASE)
_SCRIPT = re.compile(
    rb"\blocation(?:\.href)?\s*=\s*['\"]([^'\"]{1,1000})"
    rb"|\blocation\.(?:replace|assign)\(\s*['\"]([^'\"]{1,1000})"
)
# Larger pages use such scripts for their buttons.
_FORWARDING_PAGE = 2000


def page_end(url: str, body: bytes) -> str:
    """Return where a reader of the page at `url` ends: where the page forwards at once, else
    `url`."""
    metas = (_TARGET.search(meta[0]) for meta in _META.finditer(body))
    script = _SCRIPT.search(body) if len(body) < _FORWARDING_PAGE else None
    found = next(filter(None, metas), script)
    target = next(filter(None, found.groups())).decode(errors="replace") if found else ""
    try:
        return urljoin(url, target)
    except ValueError:
        # It names no host that exists.
        return url


def unread_urls(now: dt.datetime, *, seen_after: dt.datetime | None = None) -> list[str]:
    """Return the URLs of new public items that no person has reviewed, only of those that arrived
    after a moment if one is given. One query."""
    news = Coalesce("published_at", "seen_at")
    unread = LibraryItem.objects.published().filter(reviewed_at=None, seen_at__isnull=False)
    recent = unread.annotate(news=news).filter(news__gte=now - _CHECKED_FOR)
    if seen_after:
        recent = recent.filter(seen_at__gte=seen_after)
    href = Coalesce(NullIf("original_link", Value("")), "link")
    return list(recent.order_by().values_list(href, flat=True))


def judge_page(
    *, url: str, ends_at: str, is_missing: bool, body: bytes = b"", content_type: str | None = None
) -> None:
    """Send the unreviewed public items at `url` back to the reviewers if their page is missing,
    `ends_at` another page or website, or shows in its text that it is not theirs.

    One query; for items two more, and one per item that is sent back.
    """
    link = canonical_link(url)
    if link is None:
        return
    items = LibraryItem.objects.published().filter(link_key=link_key(link), reviewed_at=None)
    for item in items.select_related("source"):
        reason, word = _reason(item, url, ends_at, is_missing), ""
        if reason is None:
            reason, word = _text_reason(item, body, content_type, ends_at)
        if reason:
            unread = LibraryItem.objects.published().filter(pk=item.pk, reviewed_at=None)
            unread.update(status=ItemStatus.NEW, reason=reason, blocked_word=word)


def _reason(item: LibraryItem, url: str, ends_at: str, is_missing: bool) -> HeldBy | None:
    """Return why an item at `url` must be reviewed, from the end of its redirects; else None."""
    if is_missing:
        return HeldBy.MISSING_PAGE
    host = urlsplit(ends_at).hostname or ""
    if domain_of(ends_at) != domain_of(url) and not host.endswith(_VIETNAMESE):
        return HeldBy.FOREIGN_PAGE
    # Many portals forward from deleted articles to their front page or list.
    is_moved = canonical_link(ends_at) != canonical_link(url)
    is_list = canonical_link(ends_at) == canonical_link(item.source.url)
    return HeldBy.OTHER_PAGE if is_moved and (is_list or is_front_page(ends_at)) else None


def _text_reason(
    item: LibraryItem, body: bytes, content_type: str | None, url: str
) -> tuple[HeldBy | None, str]:
    """Return why an item must be reviewed because of the text of its page, with the block word;
    bodies that are no web page are not judged."""
    try:
        page = read_page(body, content_type)
    except NotAFeed:
        return None, ""
    return judge_text(item, page, url)
