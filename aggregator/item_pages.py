"""Send items back to the reviewers whose pages turn out to be missing or to lead elsewhere.

A trusted source publishes its items unread, and reading the page behind each would double the
requests. The check of links on public pages (`sites.links`) requests these pages within the next
hours, and reports here what it found.
"""

import datetime as dt
import re
from urllib.parse import urljoin, urlsplit

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from .choices import HeldBy
from .doubts import domain_of
from .feeds.links import canonical_link, link_key
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


def unread_urls(now: dt.datetime) -> list[str]:
    """Return the URLs of new public items that no person has reviewed. One query."""
    news = Coalesce("published_at", "seen_at")
    unread = LibraryItem.objects.published().filter(reviewed_at=None, seen_at__isnull=False)
    recent = unread.annotate(news=news).filter(news__gte=now - _CHECKED_FOR)
    href = Coalesce(NullIf("original_link", Value("")), "link")
    return list(recent.order_by().values_list(href, flat=True))


def judge_page(*, url: str, ends_at: str, is_missing: bool) -> None:
    """Send the unreviewed public items at `url` back to the reviewers if their page is missing or
    `ends_at` a foreign website. At most one query."""
    reason = _reason(url, ends_at, is_missing)
    link = canonical_link(url)
    if reason and link:
        items = LibraryItem.objects.published().filter(link_key=link_key(link), reviewed_at=None)
        items.update(status=ItemStatus.NEW, reason=reason)


def _reason(url: str, ends_at: str, is_missing: bool) -> HeldBy | None:
    """Return why items at `url` must be reviewed, or None."""
    if is_missing:
        return HeldBy.MISSING_PAGE
    host = urlsplit(ends_at).hostname or ""
    foreign = domain_of(ends_at) != domain_of(url) and not host.endswith(_VIETNAMESE)
    return HeldBy.FOREIGN_PAGE if foreign else None
