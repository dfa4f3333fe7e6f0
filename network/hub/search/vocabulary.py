"""Word frequencies in the search index. Rare words get a higher weight."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from .models import SearchEntry, SearchWord

# The total number of entries is stored under this key.
ALL_ENTRIES = ""


def counts_of(words: Iterable[str]) -> dict[str, int]:
    """Return the number of entries for each known word. One query."""
    known = SearchWord.objects.filter(word__in={*words, ALL_ENTRIES})
    return dict(known.values_list("word", "entries"))


def counted_entries() -> int:
    """Return the number of entries at the last count."""
    return counts_of(()).get(ALL_ENTRIES, 0)


_ARE_WORDS = "left(word, 1) <> ALL ('{=,~,#}')"


def add_new_words(entries: Collection[int]) -> None:
    """Add words that occur only in these new entries; known words wait for the next count.

    A word first used this morning must not be treated as a misspelling.
    """
    table, words = SearchEntry._meta.db_table, SearchWord._meta.db_table
    keys = ",".join(map(str, map(int, entries)))
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {words} (word, entries) SELECT word, ndoc"  # noqa: S608
            f" FROM ts_stat('SELECT words FROM {table} WHERE id IN ({keys})') WHERE {_ARE_WORDS}"
            " ON CONFLICT DO NOTHING"
        )


@transaction.atomic
def count_words() -> None:
    """Recount the words of all entries."""
    entries, words = SearchEntry._meta.db_table, SearchWord._meta.db_table
    with connection.cursor() as cursor:
        # The lock prevents a concurrent run from inserting the same words.
        cursor.execute(f"LOCK TABLE {words} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {words}")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {words} (word, entries) SELECT word, ndoc"  # noqa: S608
            f" FROM ts_stat('SELECT words FROM {entries}') WHERE {_ARE_WORDS}"
            f" UNION ALL SELECT %s, count(*) FROM {entries}",
            [ALL_ENTRIES],
        )
