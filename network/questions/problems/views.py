"""The form behind "report a problem with this page". No session, no cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from network.accounts.addresses import client_address
from network.agencies.models import Agency
from network.agencies.selectors import agency_of_page

from ..limits import record_submission
from ..selectors import overseeing_agency
from .forms import ProblemForm
from .pages import reported_page
from .services import report_problem


# No token against forged requests: nothing is done in anybody's name, and the form has its stamp.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report about the page that `trang` names, by its number or its path."""
    meant = reported_page(request.GET.get("trang", ""))
    agency = _agency_of(meant.page)
    form = ProblemForm(request.POST or None, now=timezone.now(), label_suffix="")
    context = {"meant": meant, "agency": agency, "form": form}
    if request.method != "POST":
        return render(request, "questions/report.html", context)
    if not form.is_valid():
        return render(request, "questions/report.html", context, status=422)
    if form.is_trapped:
        return render(request, "questions/reported.html", context)
    address = client_address(request)
    if not record_submission(purpose="report", address=address, now=form.now):
        return render(request, "questions/too_much.html", status=429)
    kind, text = form.cleaned_data["kind"], form.cleaned_data["text"]
    report_problem(
        agency=agency, page=meant.page, path=meant.path, kind=kind, text=text, now=form.now
    )
    return render(request, "questions/reported.html", context)


def _agency_of(page: Page | None) -> Agency:
    today = timezone.localdate()
    agency = agency_of_page(page) if page else None
    if agency is None or agency.gone_since(today):
        agency = overseeing_agency(today)
    if agency is None:
        raise Http404
    return agency
