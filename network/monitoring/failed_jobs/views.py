"""Admin views of failed jobs, for network admins."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.widgets.button import Button

from network.agencies.models import Role
from network.agencies.people.network_views import NetworkAdminMixin
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.tables import (
    ActionsColumn,
    LabelledColumn,
    PostButton,
    TableView,
    TwoLineColumn,
)

from .forms import FailedJobFilterSet, GiveUpForm
from .selectors import failed_jobs, failed_kinds
from .services import give_up_jobs, retry_jobs
from .wording import detail_of, kind_of, reason_of

INDEX = "failed_jobs:index"
KIND = "kind"


def _when(job: ProcrastinateJob) -> str:
    failure = getattr(job, "failure", None)
    return date_format(timezone.localtime(failure.at), "H:i d/m/Y") if failure else ""


def _actions(job: ProcrastinateJob) -> list[Button]:
    classes = "button button-small button-secondary"
    retry = reverse("failed_jobs:retry", args=[job.pk])
    give_up = reverse("failed_jobs:give_up", args=[job.pk])
    return [
        PostButton(_("Try again"), retry, classname=classes),
        Button(_("Give up"), give_up, classname=classes),
    ]


class FailedJobPaginator(WagtailPaginator):
    """Counts jobs in our words: the model's own names are procrastinate's, in English."""

    verbose_name = verbose_name_plural = gettext_lazy("failed jobs")


class FailedJobsView(TableView):
    """List of failed jobs with the reason."""

    page_title = gettext_lazy("Failed background jobs")
    header_icon = "warning"
    paginator_class = FailedJobPaginator
    index_url_name = INDEX
    index_results_url_name = "failed_jobs:results"
    filterset_class = FailedJobFilterSet
    readers = (Role.NETWORK_ADMIN,)
    results_template_name = "monitoring/failed_jobs_results.html"
    columns = [
        LabelledColumn(
            "task_name", label=gettext_lazy("Job"), accessor=lambda job: kind_of(job.task_name)
        ),
        TwoLineColumn("reason", label=gettext_lazy("Why"), accessor=reason_of, second=detail_of),
        LabelledColumn("at", label=gettext_lazy("Failed at"), accessor=_when),
        ActionsColumn("actions", label=gettext_lazy("Actions"), actions=_actions),
    ]

    def get_base_queryset(self) -> QuerySet[ProcrastinateJob]:
        return failed_jobs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.request.GET.get("task_name", "")
        chosen = kind if kind in failed_kinds() else ""
        return super().get_context_data(**kwargs) | {"kind": chosen, "kind_label": kind_of(chosen)}


class RetryView(NetworkAdminMixin, View):
    """POST view that tries one failed job again, or all of a kind."""

    http_method_names = ["post"]

    def post(self, request: AdminRequest, job_id: int | None = None) -> HttpResponse:
        """Queue the jobs. 404 if the one job has not failed, or was tried again meanwhile."""
        jobs = failed_jobs(request.POST.get(KIND, "")) if job_id is None else failed_jobs()
        if job_id is not None:
            jobs = jobs.filter(pk=job_id)
        count = retry_jobs(jobs=jobs, actor=request.user, now=timezone.now())
        if job_id is not None and not count:
            raise Http404
        text = ngettext("%d job is tried again.", "%d jobs are tried again.", count)
        messages.success(request, text % count)
        return redirect(INDEX)


class GiveUpView(NetworkAdminMixin, ServiceForm):
    """Ask for the reason and give up one failed job, or all of a kind."""

    request: AdminRequest
    form_class = GiveUpForm
    page_title = gettext_lazy("Give up failed jobs")
    header_icon = "warning"
    success_url = reverse_lazy(INDEX)
    above = [(success_url, FailedJobsView.page_title)]
    submit_label = gettext_lazy("Give up")
    explanation = gettext_lazy(
        "The jobs are deleted and their work is not done. Your reason stands in the audit log."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = request.GET.get(KIND, "")
        self.jobs = failed_jobs(self.kind)
        if "job_id" in kwargs:
            self.jobs = failed_jobs().filter(pk=kwargs["job_id"])

    def get_page_subtitle(self) -> str:
        """Return which jobs they are, and how many."""
        names = sorted({kind_of(name) for name in self.jobs.values_list("task_name", flat=True)})
        count = self.jobs.count()
        return ngettext("%(count)d job: %(names)s", "%(count)d jobs: %(names)s", count) % {
            "count": count,
            "names": ", ".join(names),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = f"?{urlencode({KIND: self.kind})}" if self.kind else ""
        return super().get_context_data(**kwargs) | {"action_url": self.request.path + query}

    def perform(self, form: Form) -> None:
        count = give_up_jobs(jobs=self.jobs, actor=self.user, now=self.now, **form.cleaned_data)
        text = ngettext("%d job was given up.", "%d jobs were given up.", count)
        self.success_message = text % count
