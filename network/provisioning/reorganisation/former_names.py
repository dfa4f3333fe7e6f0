"""Pages and files that still contain the former name of an agency after its renaming or merger.

Used by the list of them and by the start page of the agency's admin. The agency's public page says
which names it had before.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Replace
from django.urls import reverse
from django.utils.translation import gettext as _
from modelsearch.backends.database.postgres.postgres import IndexEntry
from wagtail.models import Page

from network.agencies.figures import Figure
from network.agencies.models import Agency, Role, SuccessionKind
from network.agencies.naming import NameBefore
from network.agencies.requests import AdminRequest
from network.agencies.scope import Scope, below, scope_now
from network.core.text import fold
from network.media.models import AgencyDocument
from sites.models import AgencyHomePage, SectionIndexPage

from ..models import PartState, ReorganisationPart, ReorganisationState, ReorganisationStep
from ..own_parts import own_plans

PAGE, FILE = "page", "file"
# The start page counts for so many steps, and for so long after their day.
_MOST_COUNTED, _COUNTED_FOR = 3, dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that is no longer true, the name of today, and the agencies whose texts to look at."""

    former: str
    current: str
    agencies: list[Agency]


def former_name_of(step: ReorganisationStep) -> FormerName | None:
    """Return the name that a step has replaced, or None if it was not carried out or replaces none.
    One query at most."""
    if step.plan.state != ReorganisationState.DONE or not step.replaces_name:
        return None
    if step.successor is None:
        return FormerName(_name_before(step), step.new_name, [step.predecessor])
    agencies = [step.successor, step.predecessor]
    return FormerName(step.predecessor.name, step.successor.name, agencies)


def _name_before(step: ReorganisationStep) -> str:
    """Return the name that a renaming has replaced, as its traces recorded it, or ""."""
    parts = step.plan.parts.filter(agency=step.predecessor_id)
    return next((name for part in parts for name in _replaced_names(part)), "")


def _replaced_names(part: ReorganisationPart) -> Iterator[str]:
    """Yield the name of its agency that a part has replaced, if it has."""
    for trace in part.traces:
        of_agency = trace["model"], trace["pk"]
        before = trace.get("before") or {}
        if of_agency == (Agency._meta.label_lower, part.agency_id) and "name" in before:
            yield before["name"]


def names_before(agency: Agency) -> Iterator[NameBefore]:
    """Yield the names that plans have replaced, the last one first. One query."""
    renamings = ReorganisationStep.objects.filter(
        predecessor=agency, successor=None, kind=SuccessionKind.RENAMING
    )
    parts = ReorganisationPart.objects.filter(
        agency=agency, state=PartState.DONE, plan__in=renamings.values("plan")
    )
    for part in parts.select_related("plan").order_by("-plan__effective_on", "-pk"):
        for name in _replaced_names(part):
            yield NameBefore(name, part.plan.effective_on, part.plan.legal_basis)


def places_of(name: FormerName, scope: Scope | None) -> QuerySet[Any, Any]:
    """Return the live pages and the files with the former name as (kind, key, title, place).

    The front page of a body that still has that name is left out. `scope` limits the rest to what a
    person may change. One query for the sections, one for the rows.
    Sections and folders are found by their paths, the text of a row by the key of its index entry.
    Pages with an introduction are read themselves: the index does not have it.
    """
    homes = AgencyHomePage.objects.filter(agency__in=name.agencies).values_list("path", flat=True)
    folders = [each.collection.path for each in name.agencies if each.collection]
    still_called_so = AgencyHomePage.objects.filter(
        agency__in=name.agencies, agency__name=name.former
    )
    pages = Page.objects.live().filter(below(homes)).exclude(pk__in=still_called_so.values("pk"))
    files = AgencyDocument.objects.filter(below(folders, field="collection__path"))
    if scope is not None:
        pages = pages.filter(below(scope.writable_pages))
        files = files.filter(below(scope.writable_collections, field="collection__path"))
    type_of_files = Value(ContentType.objects.get_for_model(AgencyDocument).pk)
    introduced = ContentType.objects.get_for_models(AgencyHomePage, SectionIndexPage).values()
    others = pages.exclude(content_type__in=introduced)
    found = _indexed(others, OuterRef("content_type"), name)
    read = _introduced(pages.filter(content_type__in=introduced), name)
    kept = _indexed(files, type_of_files, name)
    return (
        _rows(found, PAGE, F("url_path"))
        .union(_rows(read, PAGE, F("url_path")), _rows(kept, FILE, Value("")), all=True)
        .order_by("kind", "place", "key")
    )


def _rows(rows: QuerySet[Any], kind: str, place: Any) -> QuerySet[Any, Any]:
    found = rows.annotate(kind=Value(kind), key=F("pk"), place=place)
    return found.values("kind", "key", "title", "place")


def _introduced(pages: QuerySet[Page], name: FormerName) -> QuerySet[Page]:
    """Return the pages whose title or introduction has the former name, not only inside the current
    one."""
    own = Coalesce(
        *("agencyhomepage__introduction", "sectionindexpage__introduction"),
        Value(""),
        output_field=TextField(),
    )
    text = Concat("title", Value(" "), own, output_field=TextField())
    others = Replace(text, Value(name.current), Value(""), output_field=TextField())
    if not name.former:
        return pages.none()
    return pages.alias(others=others).filter(others__icontains=name.former)


def _indexed(rows: QuerySet[Any], content_type: Any, name: FormerName) -> QuerySet[Any]:
    """Return the rows whose index entry has the former name, not only inside the current one."""
    former, current = fold(name.former), fold(name.current)
    if former in ("", current):
        return rows.none()
    words = SearchQuery(former, config="simple", search_type="phrase")
    # Blanks at the ends, so that a name is no part of a longer word.
    text = Concat(
        Value(" "), "title_text", Value(" "), "body_text", Value(" "), output_field=TextField()
    )
    without_current = Replace(text, Value(f" {current} "), Value("  "), output_field=TextField())
    entries = IndexEntry.objects.filter(
        Q(title=words) | Q(body=words),
        content_type=content_type,
        object_id=Cast(OuterRef("pk"), CharField(max_length=50)),
    ).annotate(others=without_current)
    return rows.filter(Exists(entries.filter(others__contains=f" {former} ")))


def introduced_by_name(agencies: Iterable[Agency]) -> set[int]:
    """Return the agencies (ids) whose front page introduces them with their name. One query."""
    homes = AgencyHomePage.objects.filter(
        agency__in=agencies, introduction__icontains=F("agency__name")
    )
    return set(homes.values_list("agency", flat=True))


def former_name_figures(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield for each newest step of the administered agencies how many places have the former name.
    Four queries at most for each of three steps, none for agencies without a recent plan."""
    plans = [
        plan.pk
        for plan in own_plans(request)
        if plan.state == ReorganisationState.DONE and (plan.finished_at or now) > now - _COUNTED_FOR
    ]
    scope = scope_now(request)
    own = [pk for pk, roles in scope.agency_roles.items() if Role.AGENCY_ADMIN in roles]
    steps = ReorganisationStep.objects.filter(
        Q(predecessor__in=own) | Q(successor__in=own), plan__in=plans
    ).select_related("plan", "predecessor__collection", "successor__collection")
    for step in steps.order_by("-pk")[:_MOST_COUNTED] if plans else ():
        if name := former_name_of(step):
            label = _("pages and files that still have the name “%(name)s”")
            url = reverse("reorganisation:former_name", args=[step.pk])
            yield Figure(places_of(name, scope).count(), label % {"name": name.former}, url)
