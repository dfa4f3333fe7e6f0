"""Quality facts of published pages, for many agencies at once. Two queries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Substr

from network.agencies.scope import SECTION_PATH_LENGTH
from sites.links.states import NOT_OPENING
from sites.models import ArticlePage, LinkCheck

from ..models import Requirement
from ..outcomes import Thresholds, grouped

CHECK = "r08"
# Used by the screens on days when no requirement uses the check.
_NO_ROW: Thresholds = {"days": 365, "share": 0.5, "average": 32, "long_share": 0.3}
_SIDE = settings.EVIDENCE_LEAST_SIDE
# A cover of a few pixels shows nothing.
_COVER = Q(cover__width__gte=_SIDE, cover__height__gte=_SIDE)
_PICTURED = _COVER | Q(body__icontains='"type": "image"')


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days back pages count, and the limits for their sentences.

    `average` is in syllables per sentence, `long_share` the maximum share of sentences with more
    than 40 syllables.
    """

    days: int
    share: float
    average: float
    long_share: float

    @classmethod
    def of(cls, thresholds: Thresholds) -> "Limits":
        """Return the limits from a requirement's thresholds."""
        return cls(*(thresholds[name] for name in cls.__dataclass_fields__))

    @classmethod
    def on(cls, day: dt.date) -> "Limits":
        """Return the limits in force on `day`. One query."""
        rows = Requirement.objects.valid_on(day).filter(check_key=CHECK)
        return cls.of(rows.values_list("thresholds", flat=True).first() or _NO_ROW)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Facts about the presentation of one live page."""

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
        """Return the average syllables per sentence, 0 for a text that is too short."""
        return self.syllables / self.sentences if self.sentences else 0

    def is_readable(self, limits: Limits) -> bool:
        """Return whether its sentences are within the limits."""
        share = self.long_sentences / self.sentences if self.sentences else 0
        return self.average <= limits.average and share <= limits.long_share

    def is_fine(self, limits: Limits) -> bool:
        """Return whether the page has a picture and a summary and is readable."""
        return self.has_picture and self.has_summary and self.is_readable(limits)


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers of pages by quality."""

    pages: int
    fine: int
    readable: int
    pictured: int
    summarised: int
    sourced: int
    syllables: int

    @classmethod
    def of(cls, pages: Iterable[PageFacts], limits: Limits) -> "Summary":
        """Return the summary of the pages."""
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
        """Return `number` as percentage of the pages, None without pages."""
        return 100 * number / self.pages if self.pages else None


def facts_of(
    sections: Mapping[str, int], *, since: dt.date, day: dt.date
) -> dict[int, list[PageFacts]]:
    """Return {agency id: facts of its live pages dated `since` to `day`, newest first}."""
    dead = LinkCheck.objects.filter(state__in=NOT_OPENING, url=OuterRef("source_url"))
    # For a single section, this condition uses the index of the tree path.
    one = Q(path__startswith=next(iter(sections))) if len(sections) == 1 else Q()
    rows = (
        ArticlePage.objects.live()
        .filter(one)
        .annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))
        .filter(section__in=sections, date__range=(since, day))
        .annotate(
            pictured=_is(_PICTURED),
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
    """Return the condition as a boolean annotation."""
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
