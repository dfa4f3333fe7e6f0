"""Public views: confirmed fakes, and reporting a page. They use no session and no cookie."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.agencies.submissions.views import FollowView, SubmitView
from network.core.dates import format_day
from network.core.export import csv_response

from ...models import ADDRESS_LENGTH, FakeReport
from .. import reports
from ..codes import CODES
from ..selectors import case_of_report, due_after, proven_cases, report_of
from ..wording import answer_in_words
from .forms import ReportForm

PER_PAGE = 20


@never_cache
@require_safe
def fakes(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """List all confirmed impersonations, or show one. 404 for a case that is not confirmed."""
    rows = proven_cases()
    case = get_object_or_404(rows, pk=case_id) if case_id else None
    page = Paginator([case] if case else rows, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"case": case, "page_obj": page}
    return render(request, "channels/cases/fakes.html", context)


@never_cache
@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Return all confirmed impersonations as JSON. A page that is missing in it may still be
    fake."""
    rows = [
        {
            "number": case.number,
            "agency": case.agency.name,
            "platform": case.platform,
            "name": case.name,
            "url": case.url,
            "platform_number": case.platform_number,
            "state": case.state,
            "confirmed_on": case.confirmed_on.isoformat() if case.confirmed_on else "",
            "last_seen_on": case.last_seen_on.isoformat(),
        }
        for case in proven_cases()
    ]
    return JsonResponse({"confirmed_fakes": rows})


@never_cache
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return all confirmed impersonations as CSV."""
    columns = [
        (_("Number of the case"), lambda case: case.number),
        (_("Agency that the page passes for"), lambda case: case.agency.name),
        (_("Platform"), lambda case: case.place),
        (_("Name of the page"), lambda case: case.name),
        (_("Address"), lambda case: case.url),
        (_("Number on the platform"), lambda case: case.platform_number),
        (_("State"), lambda case: case.get_state_display()),
        (_("Confirmed"), lambda case: format_day(case.confirmed_on)),
        (_("Last seen on"), lambda case: format_day(case.last_seen_on)),
    ]
    return csv_response(name="mao-danh-da-xac-nhan", columns=columns, rows=proven_cases())


class ReportView(SubmitView[ReportForm]):
    """Accepts a citizen's report of a page.

    The link from the check page comes by POST as "begin", so that no URL contains what a citizen
    pasted.
    """

    form_class = ReportForm
    template_name = "channels/cases/report.html"
    received_template_name = "channels/cases/received.html"
    codes = CODES

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the report, or show the form with the link from the check page."""
        return self.get(request) if "begin" in request.POST else super().post(request)

    def make_form(self, *data: Any) -> ReportForm:
        form = super().make_form(*data)
        form.initial["link"] = self.request.POST.get("begin", "")[:ADDRESS_LENGTH]
        return form

    def store(self, form: ReportForm) -> str:
        given = form.cleaned_data
        return reports.report_page(
            nonce=form.nonce,
            address=given["link"],
            post_url=form.post_url,
            name=given["name"],
            text=given["text"],
            file=given["file"],
            now=form.now,
        )

    def receipt(self, form: ReportForm) -> dict[str, Any]:
        """Return the due date."""
        return {"due_on": due_after(self.now)}


class FollowReportView(FollowView[FakeReport]):
    """Shows the state of a report, or deletes it."""

    template_name = "channels/cases/follow.html"
    row_name = "report"
    find = staticmethod(report_of)

    def delete_row(self, row: FakeReport) -> None:
        reports.withdraw_report(report_id=row.pk, now=self.now)

    def describe(self, row: FakeReport) -> dict[str, Any]:
        """Return the answer in words, and the case of the page."""
        return {"answer": answer_in_words(row), "case": case_of_report(row)}
