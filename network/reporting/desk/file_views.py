"""Views that return reports and totals as files."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.agencies.scope import scope_now
from network.media.delivery import send_file

from ..comparisons import comparisons
from ..consolidations import issuer_for
from ..documents import (
    data_of,
    official_report,
    official_totals,
    report_letter,
    report_sheet,
    totals_letter,
    totals_sheet,
)
from ..models import Consolidation, Period, Print
from ..printing import can_print, printed
from ..selectors import one_year_before, reports_for
from ..tasks import queue_print, queue_print_of_totals
from ..totals import GROUPS, NAMING, totals_of


def signed_file(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Return the signed scan, for users who may read the report."""
    rows = reports_for(scope_now(request)).exclude(signed_file="")
    return send_file(request, get_object_or_404(rows, pk=report_id).signed_file, public=False)


def report_docx(request: HttpRequest, report_id: int) -> HttpResponse:
    """Return the report as DOCX for signing, or with `?phan=1` as part of another report."""
    row = get_object_or_404(reports_for(scope_now(request)), pk=report_id)
    return report_letter(row, as_part="phan" in request.GET)


def report_pdf(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Return the report as PDF, or queue its printing."""
    row = get_object_or_404(reports_for(scope_now(request)), pk=report_id)
    _require_printer()
    found = printed(official_report(row), report=row)
    address = reverse("reporting:report", args=[row.pk])
    return _hand_over(request, found, lambda: queue_print(row.pk), address)


def _require_printer() -> None:
    """Raise Http404 if PDF printing is not configured."""
    if not can_print():
        raise Http404


def _hand_over(
    request: HttpRequest, found: Print, queue: Callable[[], None], address: str
) -> HttpResponseBase:
    """Return the finished print, or queue it and redirect to `address` with a message."""
    if found.file:
        return send_file(request, found.file, public=False)
    if found.failed:
        messages.error(request, _("The PDF could not be made. Use the DOCX."))
    else:
        queue()
        messages.success(request, _("The PDF is being made. Open it again in a minute."))
    return redirect(address)


def report_xlsx(request: HttpRequest, report_id: int) -> HttpResponse:
    """Return the figures as a workbook."""
    return report_sheet(get_object_or_404(reports_for(scope_now(request)), pk=report_id))


def totals_xlsx(request: HttpRequest, period_id: int) -> HttpResponse:
    """Return the totals as a workbook, by kind or district; by agency for overseers only."""
    period = get_object_or_404(Period, pk=period_id)
    names = Role.OVERSEER in scope_now(request).roles
    asked = request.GET.get("theo", "")
    key = asked if asked in GROUPS and (names or asked not in NAMING) else "kind"
    found = comparisons(period, one_year_before(period), key)
    return totals_sheet(period, found, names=names)


def totals_docx(request: HttpRequest, period_id: int) -> HttpResponse:
    """Return the consolidated report as DOCX for signing by the overseeing agency."""
    return totals_letter(get_object_or_404(Period, pk=period_id), _issuer(request))


def version_docx(request: HttpRequest, consolidation_id: int) -> HttpResponseBase:
    """Return the letter of a stored version, as it was when the version was made."""
    row = get_object_or_404(Consolidation.objects.exclude(letter=""), pk=consolidation_id)
    return send_file(request, row.letter, public=False)


def totals_pdf(request: HttpRequest, period_id: int) -> HttpResponseBase:
    """Return the consolidated report as PDF, or queue its printing."""
    period, issuer = get_object_or_404(Period, pk=period_id), _issuer(request)
    _require_printer()
    found = printed(official_totals(period, issuer), period=period)
    address = reverse("reporting:period", args=[period.pk])
    return _hand_over(request, found, lambda: queue_print_of_totals(period.pk, issuer.pk), address)


def _issuer(request: HttpRequest) -> Agency:
    assert isinstance(request.user, User)  # noqa: S101
    issuer = issuer_for(request.user, timezone.localdate())
    if issuer is None:
        raise Http404
    return issuer


def totals_json(request: HttpRequest, period_id: int) -> JsonResponse:
    """Return the totals as JSON."""
    period = get_object_or_404(Period, pk=period_id)
    totals = totals_of(period)
    return JsonResponse(
        {
            "period": period.name,
            "first_day": period.first_day,
            "last_day": period.last_day,
            "actual_until": period.actual_until,
            "form": period.indicator_set.key,
            "indicators": list(data_of(period, totals)),
        },
        json_dumps_params={"ensure_ascii": False},
    )
