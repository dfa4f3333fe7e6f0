"""Figure sources that a line of the standard's CSV may name: those of the reports, and more.

`dictionary()` lists all names with what they count. A name with a colon takes words after it, such
as `pages.titled:trợ giúp pháp lý`.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legal_updates.models import IssuingBody, LegalDocument
from legal_updates.models.choices import BodyLevel
from network.activities.counting import activities_in
from network.activities.models import ActivityForm
from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH
from network.capacity.models import BudgetAmount, Resource
from network.core.text import fold
from network.directives.models import Assignment, AssignmentState, DirectiveKind
from network.oversight.lists.report_forms import source_choices
from network.reporting.sources import SOURCES, CountedItem, FigureSource
from sites.models import AgencyHomePage, ArticlePage, UpdateDocument

type Found = Iterator[tuple[int, CountedItem]]
_BODIES = re.compile(r"^(?:uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd) ")


def _documents(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Any]:
    """Return the registered documents of the communes' bodies, annotated through `_owners`."""
    return LegalDocument.objects.filter(
        issuer__in=_owners(agencies), issued_on__range=(first, last)
    ).order_by("issued_on", "pk")


def _owners(agencies: Collection[int]) -> dict[int, int]:
    """Return {issuing body: agency}: committee and council of the agency's commune, by name."""
    names = Agency.objects.filter(pk__in=agencies).values_list("name", "pk")
    places = {_BODIES.sub("", fold(name)): pk for name, pk in names}
    bodies = IssuingBody.objects.filter(level=BodyLevel.COMMUNE).values_list("pk", "name")
    found = {pk: places.get(_BODIES.sub("", fold(name))) for pk, name in bodies}
    return {pk: agency for pk, agency in found.items() if agency}


def documents_issued(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
    """Yield the documents of the register issued by the commune's committee or council."""
    owners = _owners(agencies)
    for row in _documents(agencies, first, last):
        yield owners[row.issuer_id], CountedItem(row.number, row.get_absolute_url(), row.issued_on)


def documents_posted(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
    """Yield those of `documents_issued` with a published page in the commune's section."""
    sections = _sections(agencies)
    rows = UpdateDocument.objects.filter(
        document__in=_documents(agencies, first, last).values("pk"), page__live=True
    ).annotate(section=Substr("page__path", 1, SECTION_PATH_LENGTH))
    # The newest page of a document is its evidence.
    posted = {
        (pk, sections.get(section)): page
        for pk, section, page in rows.order_by("page").values_list("document", "section", "page")
    }
    owners = _owners(agencies)
    for row in _documents(agencies, first, last):
        if page := posted.get((row.pk, owners[row.issuer_id])):
            rests = (("page", page),)
            item = CountedItem(row.number, row.get_absolute_url(), row.issued_on, rests=rests)
            yield owners[row.issuer_id], item


def _tasks(which: Q, *, only_done: bool = False) -> FigureSource:
    """Return a source for the tasks due in the year, also after the day of counting."""

    def source(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
        year_end = dt.date(last.year, 12, 31)
        rows = Assignment.objects.filter(
            which, agency__in=agencies, due_on__range=(first, year_end)
        )
        if only_done:
            rows = rows.filter(state=AssignmentState.ACCEPTED)
        for row in rows.select_related("task").order_by("due_on", "pk"):
            url = reverse("directives:task", args=[row.pk])
            # A rejected task is still a task of the year, but not a done one.
            rests = (("task", row.pk),) if only_done else ()
            yield row.agency_id, CountedItem(row.task.words[:200], url, row.due_on, rests=rests)

    return source


def _plans(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
    rows = Resource.objects.filter(agency__in=agencies, year=last.year).exclude(plan_number="")
    for row in rows:
        url = reverse("capacity:enter", args=[row.agency_id, row.year])
        yield row.agency_id, CountedItem(row.plan_number, url, rests=(("resource_plan", row.pk),))


def _budgets(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
    rows = BudgetAmount.objects.filter(
        resource__agency__in=agencies, resource__year=last.year, planned__gt=0
    )
    for row in rows.select_related("line", "resource"):
        agency = row.resource.agency_id
        url = reverse("capacity:enter", args=[agency, row.resource.year])
        yield agency, CountedItem(row.line.name, url, rests=(("budget", row.pk),))


def _activities_titled(words: str) -> FigureSource:
    return _activities(Q(title__icontains=words))


def _activities_of_form(key: str) -> FigureSource:
    return _activities(Q(form__key=key))


def _activities(condition: Q) -> FigureSource:
    def source(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
        for row in activities_in(agencies, first, last).filter(condition):
            url = reverse("activities:activity", args=[row.pk])
            yield row.agency_id, CountedItem(row.title, url, row.held_on)

    return source


def _pages_titled(words: str) -> FigureSource:
    def source(agencies: Collection[int], first: dt.date, last: dt.date) -> Found:
        sections = _sections(agencies)
        pages = ArticlePage.objects.live().filter(title__icontains=words)
        found = pages.annotate(section=Substr("path", 1, SECTION_PATH_LENGTH)).order_by("pk")
        rows = found.filter(section__in=sections).values_list("pk", "title", "section")
        for pk, title, section in rows:
            url = reverse("wagtailadmin_pages:edit", args=[pk])
            yield sections[section], CountedItem(title, url, rests=(("page", pk),))

    return source


def _sections(agencies: Collection[int]) -> dict[str, int]:
    """Return {tree path of the section: agency id}."""
    homes = AgencyHomePage.objects.filter(agency__in=agencies)
    return {path: agency for path, agency in homes.values_list("path", "agency_id") if agency}


_PLAN = Q(task__directive__kind=DirectiveKind.PLAN)
OWN: Mapping[str, tuple[str | Promise, FigureSource]] = {
    "documents.issued": (_("documents of the commune in the register"), documents_issued),
    "documents.posted": (_("of these, those with a page in the section"), documents_posted),
    "tasks.of_plans": (_("tasks of the year from plans"), _tasks(_PLAN)),
    "tasks.of_plans_done": (_("of these, accepted"), _tasks(_PLAN, only_done=True)),
    "tasks.others": (_("other tasks of the year"), _tasks(~_PLAN)),
    "tasks.others_done": (_("of these, accepted"), _tasks(~_PLAN, only_done=True)),
    "resources.plans": (_("the plan of the year, by its number"), _plans),
    "resources.budgets": (_("lines of the year's budget with an amount"), _budgets),
}
# Sources that take words after a colon: what they count, the source, and which words are accepted.
WITH_WORDS: Mapping[str, tuple[str | Promise, Callable[[str], FigureSource]]] = {
    "pages.titled": (_("published pages whose title contains the words"), _pages_titled),
    "activities.titled": (_("activities whose title contains the words"), _activities_titled),
    "activities.form": (_("activities of the form with this code"), _activities_of_form),
}


def source_named(name: str) -> FigureSource:
    """Return the figure source called `name`. Raises KeyError for an unknown one."""
    if name in OWN:
        return OWN[name][1]
    prefix, colon, words = name.partition(":")
    if colon and words.strip() and prefix in WITH_WORDS:
        if prefix == "activities.form" and not ActivityForm.objects.filter(key=words).exists():
            raise KeyError(name)
        return WITH_WORDS[prefix][1](words.strip())
    return SOURCES[name]


def dictionary() -> list[tuple[str, str]]:
    """Return (name, what it counts) of all figure sources, by name."""
    own = [(name, str(words)) for name, (words, _source) in OWN.items()]
    more = [(f"{name}:…", str(words)) for name, (words, _make) in WITH_WORDS.items()]
    reported = [(key, label) for key, label in source_choices() if key in SOURCES]
    return sorted([*own, *more, *reported])
