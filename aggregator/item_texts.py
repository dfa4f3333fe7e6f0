"""Judge the text of an item's page: is it about the item, and does it advertise gambling?

Used by `item_pages`.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from network.core.text import fold

from .choices import HeldBy
from .drafts import words_for_all
from .feeds.block_words import block_words_in
from .feeds.html import Page
from .feeds.links import canonical_link, link_key
from .models import LibraryItem

_LONGEST = 200_000
_MOST_LINKS = 500
# A report about a crime names such a word once, also the headline of another article beside it.
_BLOCK_WORDS = 2
# Shorter titles ("Thông báo") are on every page of a portal.
_SHORTEST_TITLE = 4
_RUN = 3
_HALF = 0.5
# Words in paragraphs: menus and lists have fewer.
_STORY = 100
# Notices of a portal that is being repaired, or wants to see a browser, have fewer.
_PAGE = 50
# So many other articles of the source are on its lists, but not on an empty or scripted page.
_OTHERS = 3


def judge_text(item: LibraryItem, page: Page, url: str) -> tuple[HeldBy | None, str]:
    """Return why an item must be reviewed because of the page at `url`, and the block word found
    there. Notes in the item, without saving it, that the page shows its title. At most one
    query."""
    text = page.root.words(_LONGEST)
    if words := _blocked(item, page, text):
        return HeldBy.BLOCKED_PAGE, words[0]
    share = _share_of(item.title, fold(text))
    if share >= _HALF:
        item.showed_title = True
        return None, ""
    is_other = _has_lost_title(item, text) or _is_list(item, page, url)
    return (HeldBy.OTHER_PAGE if is_other or (not share and _tells(page)) else None), ""


def _blocked(item: LibraryItem, page: Page, text: str) -> list[str]:
    """Return the block words in the text, its description for machines and the hosts of its links;
    [] if there are too few."""
    described = (each.value("content") for each in page.root.iter("meta"))
    hosts = {urlsplit(each).netloc for each in _links(page, "https://self.invalid")}
    written = f"{item.source.block_words}\n{words_for_all()}"
    found = block_words_in(written, " ; ".join([text, *described, *sorted(hosts)]))
    return found if len(found) >= _BLOCK_WORDS else []


def _share_of(title: str, text: str) -> float:
    """Return the share of the runs of three words of a title that a folded text has; 1 for a short
    title."""
    words = fold(title).split()
    runs = [" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
    return sum(run in text for run in runs) / len(runs) if len(words) >= _SHORTEST_TITLE else 1


def _has_lost_title(item: LibraryItem, text: str) -> bool:
    """Return whether a page with this text, without the item's title, has shown that before."""
    return item.showed_title and len(text.split()) >= _PAGE


def _tells(page: Page) -> bool:
    """Return whether a page tells a story of its own: an empty or scripted one may be of any
    item."""
    paragraphs = islice(page.root.iter("p"), _MOST_LINKS)
    return sum(len(each.words().split()) for each in paragraphs) >= _STORY


def _is_list(item: LibraryItem, page: Page, url: str) -> bool:
    """Return whether a page links to several other articles of the item's source. One query."""
    others = LibraryItem.objects.filter(source=item.source_id, link_key__in=_keys(page, url))
    return others.exclude(pk=item.pk).exclude(link_key=item.link_key).count() >= _OTHERS


def _keys(page: Page, url: str) -> Collection[str]:
    """Return the keys of the links of a page."""
    return {link_key(link) for each in _links(page, url) if (link := canonical_link(each))}


def _links(page: Page, url: str) -> Iterator[str]:
    """Yield the addresses that a page links to."""
    for each in islice(page.root.iter("a", "area", "iframe"), _MOST_LINKS):
        try:
            yield urljoin(url, each.value("href") or each.value("src"))
        except ValueError:
            # It names no host that exists.
            continue
