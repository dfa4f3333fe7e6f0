"""Judge the pages of items: are they missing, do they lead elsewhere, do they show another text?

Items become public once their pages have been read (`page_reads`). The check of links on public
pages (`sites.links`) requests them again, and reports here what it found.
"""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.db.models import F, QuerySet, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber

from .choices import HeldBy
from .clusters.settling import hold_item
from .doubts import domain_of
from .feeds.html import Page, read_page
from .feeds.links import canonical_link, is_front_page, link_key
from .feeds.navigations import find_navigations
from .feeds.types import NotAFeed, NotAFeedReason
from .item_texts import judge_text
from .models import ItemStatus, LibraryItem

# RFC 9110, 15.5 and RFC 6585: the server exists, but refuses us, at least for now.
REFUSALS = frozenset({401, 403, 405, 406, 407, 418, 429, 451})
# What is older is at the end of lists.
_CHECKED_FOR = dt.timedelta(days=30)
# Each is requested when it is new, then once a week: for those a source gets at most a hundred
# requests a day.
MOST_OF_A_SOURCE = 700
# Portals of the State share hosts under .vn; those who break into them lead to other countries.
_VIETNAMESE = ".vn"
_OFFICIAL = ".gov.vn"
# What portals offer as files may be large, and is not judged.
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".mp4")
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


def recent_urls(now: dt.datetime) -> list[str]:
    """Return the URLs of the public items of the last month, of each source the newest. One
    query."""
    news = Coalesce("published_at", "seen_at", "fetched_at")
    public = LibraryItem.objects.filter(status=ItemStatus.PUBLISHED).annotate(news=news)
    place = Window(RowNumber(), partition_by="source_id", order_by=F("news").desc())
    recent = public.filter(news__gte=now - _CHECKED_FOR).annotate(place=place)
    href = Coalesce(NullIf("original_link", Value("")), "link")
    newest = recent.filter(place__lte=MOST_OF_A_SOURCE).order_by()
    return list(newest.values_list(href, flat=True))


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What the check of a link found: where the redirects of the server end, and the page there.

    `is_missing` tells that it says so, and `is_dead` that it has said so for days.
    """

    ends_at: str
    body: bytes = b""
    content_type: str | None = None
    is_missing: bool = False
    is_dead: bool = False


def judge_page(*, url: str, found: CheckedPage) -> None:
    """Send the public items at `url` back to the reviewers if their page is missing, ends at
    another page or website, or shows in its text that it is not theirs; those that a person has
    reviewed only if it is dead, has block words that it did not have then, or has lost the title
    that it showed since.

    One query; for each item up to two more, and some for one that is sent back.
    """
    items = _public_items(url)
    for item in items.select_related("source"):
        showed_title = item.showed_title
        reason, word = _reason_now(item, found)
        if reason:
            hold_item(item, reason=reason, word=word)
        elif item.showed_title != showed_title:
            items.filter(pk=item.pk, title=item.title).update(showed_title=True)


def has_judged_page(url: str) -> bool:
    """Return whether the page at `url` is judged: that of a public item which is no file. At most
    one query."""
    return not is_file(url) and _public_items(url).exists()


def judge_oversized_page(*, url: str) -> None:
    """Send the public items at `url` back to the reviewers because their page has become too large
    to be read; those that a person has reviewed only if it was read since. One query, and some for
    each item that is sent back."""
    for item in _public_items(url).select_related("source"):
        if item.showed_title or not item.reviewed_at:
            hold_item(item, reason=HeldBy.UNOPENED_PAGE, word="")


def is_file(url: str) -> bool:
    """Return whether an address names a file instead of a page."""
    return urlsplit(url).path.lower().endswith(_FILES)


def _public_items(url: str) -> QuerySet[LibraryItem]:
    link = canonical_link(url)
    if link is None:
        return LibraryItem.objects.none()
    return LibraryItem.objects.filter(status=ItemStatus.PUBLISHED, link_key=link_key(link))


def _reason_now(item: LibraryItem, found: CheckedPage) -> tuple[HeldBy | None, str]:
    """Return why a public item must be reviewed because of what its page is now, with the block
    word."""
    if found.is_dead or (found.is_missing and not item.reviewed_at):
        return HeldBy.MISSING_PAGE, ""
    if found.is_missing:
        return None, ""
    if not item.reviewed_at:
        return reason_against(item, found.ends_at, found.body, found.content_type)
    text = _text_reason(item, found.body, found.content_type, found.ends_at)
    has_lost_title = text[0] == HeldBy.OTHER_PAGE and item.showed_title
    is_new = text[0] == HeldBy.BLOCKED_PAGE and not item.blocked_word
    return text if is_new or has_lost_title else (None, "")


def reason_against(
    item: LibraryItem, ends_at: str, body: bytes, content_type: str | None
) -> tuple[HeldBy | None, str]:
    """Return why an item must be reviewed because of its page, which was found at `ends_at`, and
    the block word in it. At most one query."""
    ends_at = page_end(ends_at, body)
    if reason := leads_elsewhere(item, item.href, ends_at):
        return reason, ""
    return _text_reason(item, body, content_type, ends_at)


def leads_elsewhere(item: LibraryItem, url: str, ends_at: str) -> HeldBy | None:
    """Return why an item at `url` must be reviewed, from the end of its redirects; else None."""
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
    """Return why an item must be reviewed because of the text or the scripts of its page, with the
    block word; bodies that are neither a web page nor text are not judged."""
    try:
        page = _page_of(body, content_type)
    except NotAFeed:
        return None, ""
    reason, word = judge_text(item, page, url)
    return (reason, word) if reason else (_script_reason(page, url), "")


def _page_of(body: bytes, content_type: str | None) -> Page:
    """Read a page, or plain text as one. Raises NotAFeed if it is neither."""
    try:
        return read_page(body, content_type)
    except NotAFeed as error:
        if error.reason is not NotAFeedReason.PLAIN_TEXT:
            raise
        return read_page(b"<!doctype html><pre>" + body, content_type)


def _script_reason(page: Page, url: str) -> HeldBy | None:
    """Return why an item must be reviewed because of the scripts of its page at `url`."""
    found = find_navigations(page)
    leads = not all(_is_near(each, url, _OFFICIAL) for each in found.leads)
    if leads or not all(_is_near(each, url, _VIETNAMESE) for each in found.opens):
        return HeldBy.LEADING_PAGE
    return HeldBy.HIDDEN_SCRIPT if found.hides else None


def _is_near(target: str, url: str, ending: str) -> bool:
    """Return whether an address is at the domain of the page at `url`, or at a host with that
    ending."""
    host = urlsplit(target).hostname or ""
    return domain_of(target) == domain_of(url) or host.endswith(ending)
