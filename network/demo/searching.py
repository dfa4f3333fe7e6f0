"""Fill the hub's search at once with the content that it will have when the worker is done."""

from collections.abc import Iterable

from django.db import transaction

from network.hub.search.indexables import Indexable, materials, with_files
from network.hub.search.keeping import refresh_changed
from network.hub.search.models import EntryKind, SearchEntry
from network.hub.search.rows import write_entries
from network.hub.search.vocabulary import add_new_words
from sites.models import MaterialPage

from .data import read_all, read_json
from .readings import text_of_files


def fill_search() -> None:
    """Create the search entries of all loaded content. Safe to run twice."""
    refresh_changed()
    rows = [*read_all("articles/*.json"), *read_json("law_pages.json")]
    texts = {row["slug"]: text for row in rows if (text := text_of_files(row))}
    pages = MaterialPage.objects.filter(slug__in=texts, files__file__renderings__state="waiting")
    _add_files({page.pk: texts[page.slug] for page in pages})


@transaction.atomic
def _add_files(texts: dict[int, str]) -> None:
    """Add the texts of files that are not converted yet to the search entries of materials."""
    things: Iterable[Indexable] = materials(list(texts))
    write_entries([with_files(thing, texts[thing.key]) for thing in things])
    written = SearchEntry.objects.filter(kind=EntryKind.MATERIAL, key__in=texts)
    add_new_words(written.values_list("pk", flat=True))
