"""What can be said of each published page, of all agencies at once; two queries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Substr

from network.agencies.scope import SECTION_PATH_LENGTH
from sites.models import ArticlePage, LinkCheck, LinkState

from ..models import Requirement
from ..outcomes import Thresholds, grouped

CHECK = "r08"
# Where no requirement of a day names the check: what its screens are measured by.
_NO_ROW: Thresholds = {"days": 365, "share": 0.5, "average": 32, "long_share": 0.3}
_BARE = Q(cover=None) & ~Q(body__icontains='"type": "image"')


@dataclass(frozen=True, slots=True)
class Limits:
    """Of which days pages are looked at, and how long their sentences may be.

    `average` is in syllables, `long_share` the share of sentences of more than 40 syllables.
    """

    days: int
    share: float
    average: float
    long_share: float

    @classmethod
    def of(cls, thresholds: Thresholds) -> "Limits":
        """Return the limits that a requirement sets."""
        return cls(*(thresholds[name] for name in cls.__dataclass_fields__))

    @classmethod
    def on(cls, day: dt.date) -> "Limits":
        """Return the limits that hold on a day; one query."""
        rows = Requirement.objects.valid_on(day).filter(check_key=CHECK)
        return cls.of(rows.values_list("thresholds", flat=True).first() or _NO_ROW)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One live page as it is presented."""

    pk: int
    title: str
    date: dt.date
    has_picture: bool
    has_summary: bool
    source_opens: bool
    sentences: int
    syllables: int
    long_sentences: int

    @property
    def average(self) -> float:
        """Return the syllables of a sentence, 0 for a text too short to tell."""
        return self.syllables / self.sentences if self.sentences else 0

    def is_readable(self, limits: Limits) -> bool:
        """Return whether its sentences are not too long."""
        share = self.long_sentences / self.sentences if self.sentences else 0
        return self.average <= limits.average and share <= limits.long_share

    def is_fine(self, limits: Limits) -> bool:
        """Return whether it has a picture and a summary and can be read."""
        return self.has_picture and self.has_summary and self.is_readable(limits)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of so many pages; percents are of the pages."""

    pages: int
    fine: int
    readable: int
    pictured: int
    summarised: int
    sourced: int
    syllables: int

    @classmethod
    def of(cls, pages: Iterable[PageFacts], limits: Limits) -> "Summary":
        """Return the sums."""
        each = list(pages)
        return cls(
            len(each),
            sum(page.is_fine(limits) for page in each),
            sum(page.is_readable(limits) for page in each),
            sum(page.has_picture for page in each),
            sum(page.has_summary for page in each),
            sum(page.source_opens for page in each),
            sum(page.syllables for page in each),
        )

    def percent(self, number: int) -> float | None:
        """Return a number in percent of the pages, None of nothing."""
        return 100 * number / self.pages if self.pages else None


def facts_of(
    sections: Mapping[str, int], *, since: dt.date, day: dt.date
) -> dict[int, list[PageFacts]]:
    """Return the live pages of each agency with a date of `since` to `day`, the newest first."""
    dead = LinkCheck.objects.filter(state=LinkState.DEAD, url=OuterRef("source_url"))
    # One section is found by the index of the tree, not among all pages.
    one = Q(path__startswith=next(iter(sections))) if len(sections) == 1 else Q()
    rows = (
        ArticlePage.objects.live()
        .filter(one)
        .annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))
        .filter(section__in=sections, date__range=(since, day))
        .annotate(
            pictured=_is(~_BARE),
            summarised=_is(~Q(summary="")),
            opens=_is(~Q(source_url="") & ~Exists(dead)),
            **{name: Coalesce(f"reading__{name}", 0) for name in _READ},
        )
        .order_by("-date", "-pk")
    )
    columns = ("section", "pk", "title", "date", "pictured", "summarised", "opens", *_READ)
    return grouped((sections[row[0]], PageFacts(*row[1:])) for row in rows.values_list(*columns))


_READ = ("sentences", "syllables", "long_sentences")


def _is(condition: Any) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
