"""The directory of agencies, from which a page is read without looking at all agencies' names."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from network.agencies.models import AgencyKind
from network.agencies.models.querysets import former_names
from network.core.sorting import SortKey
from network.core.text import fold
from sites.models import AgencyHomePage

from .selectors import open_sections

_ORDER = {kind: place for place, kind in enumerate(AgencyKind.values)}


class KindCount(NamedTuple):
    """A kind of agency with its label and the number of live sections."""

    value: str
    label: str
    sections: int


@dataclass(frozen=True)
class Directory:
    """The live sections by kind and then name in Vietnamese order, ended agencies last.

    A paginator can count and slice it, each by one query. A slice reads the names of its own
    agencies only, by the index `agency_kind_key`.
    """

    # Annotated with `ended`, whether the agency has ended, and `name_key`.
    sections: QuerySet[AgencyHomePage]

    @classmethod
    def of_all(cls) -> "Directory":
        """Return the directory of all live sections."""
        ended = Q(agency__valid_to__isnull=False, agency__valid_to__lt=timezone.localdate())
        sections = (
            open_sections()
            .select_related("agency")
            .annotate(
                ended=ExpressionWrapper(ended, output_field=BooleanField()),
                name_key=SortKey("agency__name"),
            )
        )
        return cls(sections)

    def narrowed(self, *, kind: str, words: str) -> "Directory":
        """Return the directory of one kind, and of agencies with `words` in their names.

        An unknown or empty kind means all. `words` match names, short names, aliases and the names
        of former bodies, with or without accents. One query if there are words.
        """
        sections = self.sections
        if kind in _ORDER:
            sections = sections.filter(agency__kind=kind)
        if words:
            sections = sections.filter(pk__in=_ids_named(sections, words))
        return self if sections is self.sections else Directory(sections)

    @cached_property
    def groups(self) -> list[tuple[bool, str, int]]:
        """Return (ended, kind, number of sections) of each group of sections, in their order."""
        counts = self.sections.values_list("ended", "agency__kind").annotate(Count("pk"))
        return sorted(counts, key=lambda group: (group[0], _ORDER[group[1]]))

    def kinds(self) -> list[KindCount]:
        """Return the kinds of these agencies with their numbers of sections, in official order."""
        counts: Counter[str] = Counter()
        for _ended, kind, number in self.groups:
            counts[kind] += number
        labels = AgencyKind.choices
        return [KindCount(kind, str(label), counts[kind]) for kind, label in labels if counts[kind]]

    def __len__(self) -> int:
        return sum(number for _ended, _kind, number in self.groups)

    def __getitem__(self, place: slice) -> list[AgencyHomePage]:
        """Return the sections from `place.start` to `place.stop`, with their agency. One query."""
        parts, before = [], 0
        for ended, kind, number in self.groups:
            first, last = max(place.start - before, 0), min(place.stop - before, number)
            if first < last:
                rows = self.sections.filter(ended=ended, agency__kind=kind)
                parts.append(rows.order_by("name_key", "agency_id")[first:last])
            before += number
        if not parts:
            return []
        return sorted(parts[0].union(*parts[1:], all=True), key=_place)


def _place(section: Any) -> tuple[Any, ...]:
    """Return the sort key of a section on its page, since a union has no order."""
    kind = _ORDER[section.agency.kind]
    return section.ended, kind, section.name_key, section.agency_id


def _ids_named(sections: QuerySet[AgencyHomePage], words: str) -> list[int]:
    """Return the ids of the sections whose agency has `words` in one of its names. One query."""
    columns = [f"agency__{field}" for field in ("name", "short_name", "aliases")]
    return [
        key
        for key, *names, aliases, former in sections.values_list(
            "pk", *columns, former_names("agency")
        )
        if fold(words) in fold(" ".join([*names, *aliases, *former]))
    ]
