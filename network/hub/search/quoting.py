"""Choose the page of a file that best matches the query, for the results shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote

from django.utils.safestring import SafeString

from sites.reading.selectors import FilePage, pages_of_files

from .marking import QueryWords, Span, snippet, told_together
from .models import EntryKind, SearchEntry

# Number of preselected pages, of which the one with the densest match is quoted.
_READ = 3


@dataclass(frozen=True, slots=True)
class QuotedPage:
    """A page of a file: label, URL, marked snippet, and the number of matched characters."""

    label: str
    url: str
    text: SafeString
    letters: int
    is_page: bool


def quoted_pages(entries: Iterable[SearchEntry], asked: QueryWords) -> dict[int, QuotedPage]:
    """Return the best matching file page per material id. Two queries.

    Materials without a matching page are left out.
    """
    materials = {each.key: each for each in entries if each.kind == EntryKind.MATERIAL}
    pages = pages_of_files(list(materials))
    quoted = {
        key: _quoted(materials[key].url, asked, list(found))
        for key, found in groupby(pages, attrgetter("material"))
    }
    return {key: page for key, page in quoted.items() if page}


def _quoted(material: str, asked: QueryWords, pages: list[FilePage]) -> QuotedPage | None:
    likely = nlargest(_READ, pages, key=lambda page: asked.letters_in(page.text))
    read = [(page, asked.places(page.text)) for page in likely]
    page, places = max(read, key=lambda each: told_together(each[1])[0])
    if not places:
        return None
    return QuotedPage(
        page.label,
        f"{material}{page.below}{_fragment(page.text, places)}",
        snippet(page.text, places),
        told_together(places)[0],
        page.is_page,
    )


def _fragment(text: str, places: list[Span]) -> str:
    """Return a URL text fragment for the longest matched text, which browsers scroll to and
    highlight.

    Browsers without support just open the page.
    """
    lines = (line for begin, end in places for line in text[begin:end].splitlines())
    return f"#:~:text={quote(max(lines, key=len), safe='')}"
