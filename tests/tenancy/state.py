"""All rows of the database as text, and what came, went or changed between two moments."""

from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import ForeignKey, Model

type Rows = dict[type[Model], dict[str, str]]
type Keys = dict[type[Model], set[str]]

# Columns that name an object of any model: (content type, key).
NAMES_OF_ANYTHING = (
    ("content_type", "object_id"),
    ("base_content_type", "object_id"),
    ("to_content_type", "to_object_id"),
)


@cache
def stored_models() -> list[type[Model]]:
    """Return every model that has a table or a view of its own."""
    with connection.cursor() as cursor:
        tables = {table.name for table in connection.introspection.get_table_list(cursor)}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.db_table in tables
    ]


def rows_now(models: list[type[Model]] | None = None) -> Rows:
    """Return {model: {primary key: the row as PostgreSQL writes it}}; one query."""
    chosen = stored_models() if models is None else models
    rows: Rows = {model: {} for model in chosen}
    if not chosen:
        return rows
    named = [(model._meta.pk.column, model._meta.db_table) for model in chosen]
    selects = [
        f'SELECT {number}, t."{key}"::text, t::text FROM "{table}" t'  # noqa: S608
        for number, (key, table) in enumerate(named)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        for number, key, row in cursor.fetchall():
            rows[chosen[number]][key] = row
    return rows


def new_keys(before: Rows, after: Rows) -> Keys:
    """Return the keys of the rows that were not there before."""
    return {model: rows.keys() - before.get(model, {}).keys() for model, rows in after.items()}


def changed_keys(before: Rows, after: Rows) -> Keys:
    """Return the keys of the rows that are new, gone or different; `after` may hold few models."""
    return {
        model: {key for key, _row in before[model].items() ^ rows.items()}
        for model, rows in after.items()
        if before[model] != rows
    }


def naming(model: type[Model], keys: set[str], house: Keys) -> set[str]:
    """Return those of the rows `keys` that name a row in `house` by a foreign key."""
    found = set()
    links = [link for link in model._meta.local_fields if isinstance(link, ForeignKey)]
    pairs = [
        pair
        for pair in NAMES_OF_ANYTHING
        if all(name in {each.name for each in model._meta.local_fields} for name in pair)
    ]
    for row in model._base_manager.filter(pk__in=keys):
        named = [(link.related_model, getattr(row, link.attname)) for link in links]
        for content_type, key in pairs:
            type_id = getattr(row, f"{content_type}_id")
            named.append((_model(type_id), getattr(row, key)))
        if any(_is_in(house, target, value) for target, value in named):
            found.add(str(row.pk))
    return found


def _model(type_id: int | None) -> type[Model] | None:
    return ContentType.objects.get_for_id(type_id).model_class() if type_id else None


def _is_in(house: Keys, model: type[Model] | None, value: object) -> bool:
    # Page and ArticlePage share their keys, so that one look at the model named is enough.
    return model is not None and value is not None and str(value) in house.get(model, ())
