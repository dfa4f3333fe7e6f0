"""Record what a reorganisation changes, and take it back where nothing was edited since.

A trace holds only the changed columns of a row, never the row: no citizen's text is copied. Only of
a new row, which the reorganisation writes itself, it holds all columns. What people did afterwards
is found by comparing these columns.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model

from network.agencies.models import Agency
from network.agencies.transfer import transfer
from sites.models import AgencyHomePage

from ..addresses import move_section

CHANGED, CREATED, MOVED_SECTION = "changed", "created", "address"
# A plan is undone as a whole or not at all as far as these go; other rows stay with whoever works
# on them.
_STRUCTURE = ("agencies.agency", "agencies.succession", "agency_sites.agencyhomepage")
type Trace = dict[str, Any]


class ChangeRecorder:
    """Collects the traces of one agency's change, in order."""

    def __init__(self) -> None:
        self.traces: list[Trace] = []

    @contextmanager
    def changes(self, row: Model) -> Iterator[None]:
        """Record which columns of `row` the block changes in the database.

        Reads and locks the row first: the caller's copy may be older than a change of another
        agency's part, or of a person.
        """
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())
        before = _values(row)
        yield
        row.refresh_from_db()
        after = _values(row)
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            self._add(
                CHANGED,
                row,
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )

    def created(self, row: Model) -> None:
        """Record that `row` is new, with its columns: an edited one is not deleted by an undo."""
        row.refresh_from_db()
        self._add(CREATED, row, after=_values(row))

    def move_section(self, home: AgencyHomePage, slug: str) -> None:
        """Give a section another address, and record both."""
        former = home.slug
        move_section(home=home, slug=slug)
        self._add(MOVED_SECTION, home, before=former, after=slug)

    def _add(self, kind: str, row: Model, **detail: Any) -> None:
        about = {"kind": kind, "model": row._meta.label_lower, "pk": row.pk}
        self.traces.append(about | detail)


def edited_since(traces: Iterable[Trace]) -> list[str]:
    """Return the agencies, successions and sections among the traces of which columns that were set
    are not as they were left, with these columns. While there are any, a plan cannot be undone."""
    expected: dict[tuple[str, int], dict[str, Any]] = {}
    for trace in traces:
        if trace["model"] in _STRUCTURE:
            expected.setdefault((trace["model"], trace["pk"]), {}).update(_left_as(trace))
    edited = []
    for (label, pk), values in expected.items():
        model = apps.get_model(label)
        row = model._base_manager.filter(pk=pk).first()
        if row is None:
            edited.append(str(model._meta.verbose_name))
        elif columns := _differing(row, values):
            names = [str(field.verbose_name) for field in columns]
            edited.append(f"{row} ({', '.join(names)})")
    return edited


def take_back(traces: Sequence[Trace]) -> list[str]:
    """Undo the traces from the end, in the caller's transaction.

    Returns the rows that somebody has worked on since: they stay as they are.
    """
    left_alone = []
    for trace in reversed(traces):
        model = apps.get_model(trace["model"])
        row = model._base_manager.select_for_update().filter(pk=trace["pk"]).first()
        if row is None or _differing(row, _left_as(trace)):
            left_alone.append(str(row or model._meta.verbose_name))
        else:
            _WAYS[trace["kind"]](row, trace)
    return left_alone


def _left_as(trace: Trace) -> dict[str, Any]:
    """Return the columns that the row has if nobody has edited it since."""
    if trace["kind"] == MOVED_SECTION:
        return {"slug": trace["after"]}
    values: dict[str, Any] = trace.get("after", {})
    return values


def _differing(row: Model, expected: dict[str, Any]) -> "list[Field[Any, Any]]":
    """Return the columns of the row that have another value than expected."""
    now = _values(row)
    return [
        field
        for field in row._meta.concrete_fields
        if field.attname in expected and now[field.attname] != expected[field.attname]
    ]


def _take_back_change(row: Any, trace: Trace) -> None:
    before = dict(trace["before"])
    if "agency_id" in before:
        transfer(row, to=Agency.objects.get(pk=before.pop("agency_id")))
    fields = {field.attname: field for field in row._meta.concrete_fields}
    for name, value in before.items():
        setattr(row, name, fields[name].to_python(value))
    row.save(update_fields=[*before])


def _take_back_creation(row: Any, trace: Trace) -> None:
    row.delete()


def _take_back_address(row: Any, trace: Trace) -> None:
    move_section(home=row, slug=trace["before"])


_WAYS: dict[str, Callable[[Any, Trace], None]] = {
    CHANGED: _take_back_change,
    CREATED: _take_back_creation,
    MOVED_SECTION: _take_back_address,
}


def _values(row: Model) -> dict[str, Any]:
    """Return the columns of a row as JSON gives them back."""
    fields = row._meta.concrete_fields
    found = {field.attname: field.value_from_object(row) for field in fields}
    values: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder, default=str))
    return values
