"""Public form "report a problem with this page". Without session and cookies."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from network.accounts.addresses import client_address
from network.core.public_forms.limits import accept_submission
from sites.reported_pages import reading_agency, reported_page

from .forms import ProblemForm
from .services import report_problem


# No CSRF token: the request acts in nobody's name, and the form has its own stamp.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Accept a report about the page given by `trang` (id or path). 404 if no agency is
    responsible."""
    meant = reported_page(request.GET.get("trang", ""))
    agency = reading_agency(meant.page, timezone.localdate())
    if agency is None:
        raise Http404
    form = ProblemForm(request.POST or None, now=timezone.now(), label_suffix="")
    context = {"meant": meant, "agency": agency, "form": form}
    if request.method != "POST":
        return render(request, "questions/report.html", context)
    if not form.is_valid():
        return render(request, "questions/report.html", context, status=422)
    if form.is_trapped:
        return render(request, "questions/reported.html", context)
    address = client_address(request)
    if not accept_submission(form, purpose="questions.report", address=address):
        return render(request, "questions/report.html", context, status=429)
    kind, text = form.cleaned_data["kind"], form.cleaned_data["text"]
    report_problem(
        agency=agency, page=meant.page, path=meant.path, kind=kind, text=text, now=form.now
    )
    return render(request, "questions/reported.html", context)
