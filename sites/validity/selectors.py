"""Count materials by agency: in use, readable in the browser, digitised, reviews overdue (R10,
R11)."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Length, Substr
from wagtail.models import Page

from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome
from network.agencies.models import Agency, AgencyStatus, Role
from network.agencies.scope import Scope
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
    agencies = Agency.objects.filter(status=AgencyStatus.ACTIVE, home_page__live=True)
    if _READS_ALL.isdisjoint(scope.roles):
        agencies = agencies.filter(pk__in=scope.agency_roles)
    materials = MaterialPage.objects.live()
    in_use = materials.in_use(day)
    reviews = PageReview.objects.filter(
        agency=OuterRef("pk"),
        page__in=in_use.values("pk"),
        outcome=ReviewOutcome.OPEN,
        due_on__lt=day,
    )
    period = {"first_published_at__date__range": (since, until)}
    return (
        agencies.select_related("home_page")
        .annotate(
            in_use=_number(_below(in_use)),
            unread=_number(_below(in_use).filter(needs_download())),
            digitised=_number(_below(materials.filter(**period))),
            overdue=_number(reviews),
            articles=_number(_below(articles_for_materials())),
        )
        .order_by("-overdue", "-articles", SortKey("name"), "pk")
    )


def _below(pages: ArticleQuerySet) -> ArticleQuerySet:
    """Return the pages below an agency's front page, using the tree index."""
    last = Page._get_children_path_interval("")[1]
    path = OuterRef("home_page__path")
    found: ArticleQuerySet = pages.filter(path__range=(path, Concat(path, Value(last))))
    return found


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
