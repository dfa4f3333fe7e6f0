"""How many entries hold a word, counted by PostgreSQL: rare words tell more than common ones."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from .models import SearchEntry, SearchWord

# The number of all entries is kept beside the words.
ALL_ENTRIES = ""


def counts_of(words: Iterable[str]) -> dict[str, int]:
    """Return for each known word how many entries hold it; one query."""
    known = SearchWord.objects.filter(word__in={*words, ALL_ENTRIES})
    return dict(known.values_list("word", "entries"))


def counted_entries() -> int:
    """Return how many entries there were when words were counted."""
    return counts_of(()).get(ALL_ENTRIES, 0)


_ARE_WORDS = "left(word, 1) <> ALL ('{=,~,#}')"


def add_new_words(entries: Collection[int]) -> None:
    """Count the words that no entry had before these ones; known ones wait for the next count.

    A word of this morning's article must not be taken for another one's misspelling.
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
    """Count the words of all entries anew, those that are gone are forgotten."""
    entries, words = SearchEntry._meta.db_table, SearchWord._meta.db_table
    with connection.cursor() as cursor:
        # Two at once would insert the same words.
        cursor.execute(f"LOCK TABLE {words} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {words}")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {words} (word, entries) SELECT word, ndoc"  # noqa: S608
            f" FROM ts_stat('SELECT words FROM {entries}') WHERE {_ARE_WORDS}"
            f" UNION ALL SELECT %s, count(*) FROM {entries}",
            [ALL_ENTRIES],
        )
