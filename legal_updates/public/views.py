"""Public views of the register. They use no session, so that responses can be cached."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.core.feeds import FeedChannel, answer_cached, answer_feed
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors

from ..models import LegalDocument
from ..models.official import site_of
from ..slugs import number_slug
from ..standing import replacing_documents
from . import calendar, metadata, selectors
from .filtering import DocumentFilter
from .looked_up import documents_looked_up
from .months import month_from_query
from .paging import PER_PAGE, CappedPaginator
from .panels import document_panels
from .picture import draw
from .relations import ended_by, grouped
from .timeline import timeline_events


@require_safe
@for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """List the documents selected by the filter.

    Without any choice, the documents that people look up first come before the whole list.
    """
    depends_on("register")
    day = timezone.localdate()
    asked = DocumentFilter(request.GET)
    pages = CappedPaginator(asked.documents(day=day), PER_PAGE)
    page = pages.get_page(request.GET.get("trang"))
    is_front = page.number == 1 and not asked.asked
    context = {
        "asked": asked,
        "day": day,
        "documents": page,
        "looked_up": documents_looked_up(day=day) if is_front else [],
    }
    return render(request, "legal_updates/documents.html", context)


@require_safe
@for_visitors
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a document, or list the documents that share this slug."""
    found = selectors.document_at(slug, day=timezone.localdate())
    if found is None:
        return number(request, slug)
    depends_on(*found.dependencies)
    return render(request, "legal_updates/document.html", facts_of(request, found))


@require_safe
@for_visitors
def number(request: HttpRequest, slug: str) -> HttpResponse:
    """List the documents with one number, or redirect to the only one. 404 if there is none."""
    depends_on("register")
    day = timezone.localdate()
    same = selectors.documents_of_number(slug, day=day)
    if not same:
        raise Http404
    if len(same) == 1:
        return redirect(same[0])
    context = {"documents": same, "number": same[0].number, "day": day}
    return render(request, "legal_updates/number.html", context)


@require_safe
@for_visitors
def in_force(request: HttpRequest) -> HttpResponse:
    """List what takes effect in a month: query parameter `thang`, or the current month.

    404 if `thang` is no month.
    """
    today = timezone.localdate()
    month = month_from_query(request.GET.get("thang", ""), today=today)
    if month is None:
        raise Http404
    documents = selectors.in_force_in_month(month, day=today)
    before, after = selectors.months_around(month)
    return _by_days(request, "in_force", documents, month=month, before=before, after=after)


@require_safe
@for_visitors
def expiring(request: HttpRequest) -> HttpResponse:
    """List the documents that expire soon."""
    documents = selectors.expiring_after(timezone.localdate())
    return _by_days(request, "expiring", documents, days=selectors.SOON_DAYS)


@require_safe
def feed(
    request: HttpRequest, file: str, *, channel_of: Callable[..., FeedChannel], **named: str
) -> HttpResponse:
    """Return a channel in the format of the file name, or 304."""
    return answer_feed(request, channel_of(**named), file)


@require_safe
def coming_days(request: HttpRequest) -> HttpResponse:
    """Return the calendar, or 304."""
    body = calendar.coming_days(day=timezone.localdate(), base=_base(request))
    return answer_cached(request, body, calendar.CONTENT_TYPE, None)


@require_safe
def coming_days_of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the calendar of one topic, or 304."""
    body = calendar.coming_days_of_topic(slug=slug, day=timezone.localdate(), base=_base(request))
    return answer_cached(request, body, calendar.CONTENT_TYPE, None)


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def facts_of(request: HttpRequest, document: LegalDocument) -> dict[str, Any]:
    """Return the context of a document's page. One query per list on it."""
    day = timezone.localdate()
    groups = grouped(document, selectors.relations_of(document, day=day))
    url = request.build_absolute_uri(document.get_absolute_url())
    return {
        "document": document,
        "day": day,
        "validity": document.shown_validity(day),
        "number_slug": number_slug(document.number),
        "source": document.status_source,
        "replacing": _replacing(document),
        "groups": groups,
        "ended_by": ended_by(groups),
        "text_site": site_of(document.official_link, day),
        "picture": draw(str(document), groups) if groups else None,
        "steps": timeline_events(document, selectors.changes_of(document), day=day),
        "files": list(document.files.select_related("file")),
        "panels": document_panels(document),
        "canonical": url,
        "eli": metadata.eli(document, day=day),
        "json_ld": metadata.json_ld(document, groups, url=url, day=day),
    }


def _replacing(document: Any) -> list[LegalDocument]:
    """Return the documents that replace a superseded one; [] (without query) for others. Two
    queries."""
    return replacing_documents(document) if document.superseded else []


def _by_days(
    request: HttpRequest, name: str, documents: Any, **context: dt.date | object
) -> HttpResponse:
    depends_on("register")
    page = Paginator(documents, PER_PAGE).get_page(request.GET.get("trang"))
    context |= {"documents": page, "day": timezone.localdate()}
    return render(request, f"legal_updates/{name}.html", context)
