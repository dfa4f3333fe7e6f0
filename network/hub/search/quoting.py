"""The page of a file that says most of what was asked, for the answers that are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.safestring import SafeString

from sites.reading.selectors import FilePage, pages_of_files

from .marking import QueryWords, Span, snippet, told_together
from .models import EntryKind, SearchEntry


@dataclass(frozen=True, slots=True)
class QuotedPage:
    """A page of a file, how it is called, what it says, and how many letters of that were asked."""

    label: str
    url: str
    text: SafeString
    letters: int
    is_page: bool


def quoted_pages(entries: Iterable[SearchEntry], asked: QueryWords) -> dict[int, QuotedPage]:
    """Return for materials, by key, the first page that says most of it; two queries.

    None for a material whose files do not have the words.
    """
    materials = {each.key: each for each in entries if each.kind == EntryKind.MATERIAL}
    best: dict[int, tuple[int, FilePage, list[Span]]] = {}
    for page in pages_of_files(list(materials)):
        places = asked.places(page.text)
        letters, _begin = told_together(places)
        if letters > best.get(page.material, (0,))[0]:
            best[page.material] = letters, page, places
    return {
        key: QuotedPage(
            page.label,
            f"{materials[key].url}{page.below}{_fragment(page.text, places)}",
            snippet(page.text, places),
            letters,
            page.is_page,
        )
        for key, (letters, page, places) in best.items()
    }


def _fragment(text: str, places: list[Span]) -> str:
    """Return what makes a browser go to the longest of the found words and mark it there.

    One that does not know text fragments opens the page.
    """
    lines = (line for begin, end in places for line in text[begin:end].splitlines())
    return f"#:~:text={quote(max(lines, key=len), safe='')}"
