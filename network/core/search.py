"""Wagtail's PostgreSQL search, with Vietnamese text folded equally in index and query."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Avg, F, FloatField, QuerySet, Value
from django.db.models.functions import Abs, Cast, Length
from django.utils.encoding import force_str
from django.utils.functional import cached_property
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    ObjectIndexer,
    PostgresIndex,
    PostgresSearchBackend,
    get_content_type_pk,
)
from modelsearch.index import AutocompleteField, FilterField, SearchField
from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from .sorting import alphabetical
from .text import fold

MAX_QUERY_LENGTH = 200
# Relative error of a title norm that does not change the order of results noticeably.
STALE_NORM = 0.1


def folded_value(value: Any) -> Any:
    """Fold all strings in a value; lists and dicts keep their structure."""
    if isinstance(value, list | tuple):
        return [folded_value(item) for item in value]
    if isinstance(value, dict):
        return {key: folded_value(item) for key, item in value.items()}
    return fold(force_str(value))


class WeightedTexts(ObjectIndexer):
    """An object's folded texts by search weight, as strings instead of SQL expressions."""

    def prepare_value(self, value: Any) -> str:
        return str(super().prepare_value(folded_value(value)))

    @cached_property
    def prepared(self) -> list[tuple[Any, str, str]]:
        """Return (field, weight, text) of all fields. Cached, because preparing a body is slow."""
        fields = [each for each in self.search_fields if not isinstance(each, FilterField)]
        return [part for field in fields for part in self.prepare_field(self.obj, field)]

    def texts(self, wanted: Callable[[Any], bool]) -> dict[str, str]:
        """Return the texts of the `wanted` fields, joined by weight."""
        joined: dict[str, str] = {}
        for field, weight, text in self.prepared:
            if wanted(field) and (text := text.strip()):
                joined[weight] = f"{joined[weight]}\n{text}" if weight in joined else text
        return joined


def is_title(field: Any) -> bool:
    return isinstance(field, SearchField) and field.field_name == "title"


def is_body(field: Any) -> bool:
    return isinstance(field, SearchField) and field.field_name != "title"


def is_prefix(field: Any) -> bool:
    """Return whether a field is indexed for prefix search."""
    return isinstance(field, AutocompleteField)


def write_entries(connection: Any, content_type: int, objects: Sequence[WeightedTexts]) -> None:
    """Write the index entries of objects of one type, replacing existing ones."""
    columns: list[list[str]] = [[each.id for each in objects]]
    # Pass all texts as one parameter: quoting a list of thousands takes longer than indexing.

    def vector(config: str, texts: Sequence[dict[str, str]]) -> str:
        parts = []
        for weight in sorted({weight for each in texts for weight in each}):
            columns.append([each.get(weight, "") for each in texts])
            words = f"to_tsvector('{config}'::regconfig, c{len(columns)})"
            parts.append(f"setweight({words}, '{weight}')")
        return " || ".join(parts) or "''::tsvector"

    titles = [each.texts(is_title) for each in objects]
    bodies = [each.texts(is_body) for each in objects]
    title, body = vector(objects[0].config, titles), vector(objects[0].config, bodies)
    prefixes = [each.texts(is_prefix) for each in objects]
    autocomplete = vector(objects[0].autocomplete_config, prefixes)
    columns += [[" ".join(each.values()) for each in texts] for texts in (titles, bodies)]
    plain = [f"c{number}" for number in range(1, len(columns) + 1)]
    rows = [dict(zip(plain, row, strict=True)) for row in zip(*columns, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {IndexEntry._meta.db_table} (content_type_id, object_id, title,"  # noqa: S608
            " autocomplete, body, title_norm, title_text, body_text)"
            f" SELECT %s, c1, {title}, {autocomplete}, {body}, 1.0, {plain[-2]}, {plain[-1]}"
            f" FROM json_to_recordset(%s::json) AS t ({' text, '.join(plain)} text)"
            " ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title,"
            " title_norm = 1.0, autocomplete = EXCLUDED.autocomplete, body = EXCLUDED.body,"
            " title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text",
            [content_type, json.dumps(rows, ensure_ascii=False)],
        )


class FoldingIndex(PostgresIndex):
    """Index with folded texts. A nightly job updates the title norms (see `tasks`)."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        """Index the objects with one INSERT, whose SQL does not grow with their number.

        Wagtail compiles an SQL expression for each field of each object, which takes longer than
        the indexing itself.
        """
        indexers = [WeightedTexts(obj, self.backend) for obj in objs]
        if indexers and model.get_search_fields():
            write_entries(self.write_connection, get_content_type_pk(model), indexers)
            self._refresh_title_norms()

    def _refresh_title_norms(self, full: bool = False) -> None:
        # Wagtail's update on each save reads the whole table: 419 ms with 1,000 agencies instead of
        # 13.
        if full:
            self.refresh_title_norms()

    def refresh_title_norms(self) -> int:
        """Update the title norms that are wrong by a tenth or more. Returns how many.

        The norm is the average title length divided by the title's length: words count more in
        short titles. Wagtail's method would rewrite every row.
        """
        titled = self.entries.annotate(words=Length("title")).filter(words__gt=0)
        average = titled.aggregate(average=Avg("words"))["average"]
        if average is None:
            return 0
        norm = Value(float(average)) / Cast("words", FloatField())
        off = Abs(F("title_norm") / norm - 1.0)
        return int(titled.annotate(off=off).filter(off__gte=STALE_NORM).update(title_norm=norm))


def folded_query(query: SearchQuery) -> SearchQuery:
    """Return the query with folded words and limited length."""
    if isinstance(query, PlainText):
        return PlainText(
            fold(query.query_string[:MAX_QUERY_LENGTH]), operator=query.operator, boost=query.boost
        )
    if isinstance(query, Phrase):
        return Phrase(fold(query.query_string[:MAX_QUERY_LENGTH]))
    if isinstance(query, Fuzzy):
        return Fuzzy(fold(query.query_string[:MAX_QUERY_LENGTH]), query.operator, query.unaccent)
    if isinstance(query, And | Or):
        return type(query)([folded_query(part) for part in query.subqueries])
    if isinstance(query, Not):
        return Not(folded_query(query.subquery))
    if isinstance(query, Boost):
        return Boost(folded_query(query.subquery), query.boost)
    return query


class FoldingSearchBackend(PostgresSearchBackend):
    """Finds "đất đai" with or without accents in the query."""

    index_class = FoldingIndex

    def refresh_title_norms(self) -> int:
        """Update the norms of all titles. Returns how many were outdated."""
        return self.index_class(self).refresh_title_norms()

    def _search(
        self, query_compiler_class: Any, query: Any, sought: Any, *args: Any, **kwargs: Any
    ) -> Any:
        query = fold(query[:MAX_QUERY_LENGTH]) if isinstance(query, str) else folded_query(query)
        # `sought` is a model or a queryset. An order by title becomes the Vietnamese order.
        if isinstance(sought, QuerySet) and sought.query.order_by:
            sought = sought.order_by(*map(alphabetical, sought.query.order_by))
        return super()._search(query_compiler_class, query, sought, *args, **kwargs)


SearchBackend = FoldingSearchBackend
