"""Count materials by agency: in use, readable in the browser, digitised, reviews overdue (R10,
R11)."""

import datetime as dt
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat, Length, Substr
from wagtail.models import Page

from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome
from network.agencies.models import Agency, AgencyStatus, Role
from network.agencies.scope import SECTION_PATH_LENGTH, Scope, below
from network.agencies.selectors import closed_sections, open_sections
from network.core.sorting import SortKey
from network.media.models import Rendering
from network.media.viewing.models import RenderingState
from network.media.viewing.selectors import VIEWED

from ..models import ArticlePage, MaterialFile, MaterialPage, SectionIndexPage
from ..models.sections import MATERIALS_ONLY
from ..querysets import ArticleQuerySet

_READS_ALL = frozenset({Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


def needs_download() -> Exists:
    """Return the condition that a material has a file that cannot be read in the browser.

    Browsers show images, sound and video themselves; everything else is read on our pages.
    """
    viewed = Q()
    for kind in VIEWED:
        viewed |= Q(file__file__iendswith=f".{kind}")
    ready = Rendering.objects.filter(
        document=OuterRef("file"), file_name=OuterRef("file__file"), state=RenderingState.READY
    )
    files = MaterialFile.objects.filter(viewed, ~Exists(ready))
    return Exists(files.filter(page=OuterRef("pk")))


def articles_for_materials() -> ArticleQuerySet:
    """Return the live articles that are no materials but stand below index pages for materials
    only."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
    places = SectionIndexPage.objects.filter(key__in=MATERIALS_ONLY, path=above)
    found: ArticleQuerySet = ArticlePage.objects.live().filter(Exists(places), materialpage=None)
    return found


def agencies_with_materials(
    scope: Scope, *, day: dt.date, since: dt.date, until: dt.date
) -> QuerySet[Any]:
    """Return the agencies with a live section that `scope` may see, most overdue first.

    Annotated with in_use and unread (those that need a download) on `day`, digitised (from `since`
    to `until`), overdue (reviews) and articles (misplaced among materials).
    """
    agencies = Agency.objects.filter(
        ~Q(home_page__in=closed_sections().values("pk")),
        status=AgencyStatus.ACTIVE,
        home_page__isnull=False,
    )
    reviews, misplaced = PageReview.objects.all(), articles_for_materials()
    if _READS_ALL.isdisjoint(scope.roles):
        agencies = agencies.filter(pk__in=scope.agency_roles)
        reviews = reviews.filter(agency__in=scope.agency_roles)
        sections = agencies.values_list("home_page__path", flat=True)
        misplaced = misplaced.filter(below(sections))
    materials = MaterialPage.objects.live()
    in_use = materials.in_use(day)
    late = reviews.filter(page__in=in_use.values("pk"), outcome=ReviewOutcome.OPEN, due_on__lt=day)
    period = {"first_published_at__date__range": (since, until)}
    return (
        agencies.prefetch_related("home_page")
        .annotate(
            in_use=_number(_below(in_use)),
            unread=_number(_below(in_use).filter(needs_download())),
            digitised=_number(_below(materials.filter(**period))),
            overdue=_from_table(_counts(late, F("agency_id")), Cast("pk", CharField())),
            articles=_from_table(_by_home(misplaced), Cast("home_page__pk", CharField())),
        )
        .order_by("-overdue", "-articles", SortKey("name"), "pk")
    )


def _counts(rows: QuerySet[Any], key: Any) -> dict[str, int]:
    """Return {key: number of rows}, only of keys with rows. One query.

    All agencies are sorted by these numbers. A subquery for each of 1,000 agencies read 230,000
    buffers; this one reads each table once.
    """
    grouped = rows.order_by().annotate(counted_for=key).values_list("counted_for")
    return {str(each): number for each, number in grouped.annotate(Count("pk"))}


def _by_home(pages: QuerySet[Any]) -> dict[str, int]:
    """Return {id of the section's front page: number of these pages in it}. Two queries."""
    counts = _counts(pages, Substr("path", 1, SECTION_PATH_LENGTH))
    homes = open_sections().filter(path__in=counts).values_list("pk", "path")
    return {str(pk): counts[path] for pk, path in homes}


def _from_table(counts: dict[str, int], key: Any) -> Coalesce:
    """Return the number that `counts` has for the key of a row, 0 if it has none."""
    table = Value(counts, output_field=JSONField())
    found = Func(table, key, function="jsonb_extract_path_text", output_field=CharField())
    return Coalesce(Cast(found, IntegerField()), 0)


def _below(pages: ArticleQuerySet) -> ArticleQuerySet:
    """Return the pages below an agency's front page, using the tree index."""
    last = Page._get_children_path_interval("")[1]
    # Not joined, so that only the agencies shown have their page read.
    home = Page.objects.filter(pk=OuterRef(OuterRef("home_page__pk"))).order_by()
    path = Subquery(home.values("path"))
    found: ArticleQuerySet = pages.filter(path__range=(path, Concat(path, Value(last))))
    return found


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
