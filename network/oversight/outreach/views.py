"""Views of outreach: an agency's list and form, and the overview of all agencies."""

import datetime as dt
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages

from network.agencies.models import Agency
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.core.charts import Bar, Chart, row_chart
from network.core.fields import (
    EvidenceLinkField,
    PastDateField,
    TextField,
    offer_first,
    refuse_crowd,
)
from network.core.plausible import people_named
from network.media.evidence import ChosenEvidenceField
from network.media.models import AgencyDocument

from ..models import Requirement
from ..models.outreach import Outreach, OutreachForm
from ..running import participating_agencies
from ..screens import AgencyScreen, ReadsAllMixin
from .selectors import OutreachAct, acts_of, followers_of
from .services import enter_outreach, strike_out

PAGE_SIZE = 50
SHOWN_DAYS = 365
_CHECK, _DAYS = "r09", 180


def period_on(day: dt.date) -> int:
    """Return the number of days within which outreach is required of agencies on `day`. One
    query."""
    rows = Requirement.objects.valid_on(day).filter(check_key=_CHECK)
    thresholds = rows.values_list("thresholds", flat=True).first() or {}
    days: int = thresholds.get("days", _DAYS)
    return days


class OutreachView(AgencyScreen):
    """List of an agency's acts within a year."""

    template_name = "oversight/outreach.html"
    page_title = gettext_lazy("Making the section known")
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the acts; the agency's own words are shown only to users who may read
        them."""
        day = timezone.localdate()
        since = day - dt.timedelta(days=SHOWN_DAYS)
        sections = {self.agency.home_page.path: self.agency.pk}
        acts = acts_of(sections, since=since, day=day)[self.agency.pk]
        page = Paginator(acts, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "agency": self.agency,
            "is_own": self.is_own,
            "hears": self.hears,
            "page_obj": page,
            "followers": followers_of([self.agency.pk]).get(self.agency.pk, 0),
            "days": period_on(day),
        }


class OutreachEntryForm(forms.ModelForm):
    """Date, form, note, link and file of an act."""

    class Meta:
        model = Outreach
        fields = ["day", "form", "note", "link", "file"]
        field_classes = {
            "day": partial(PastDateField, kind="outreach", is_of_agency=True),
            "note": partial(TextField, words=2, rows=2),
            "link": EvidenceLinkField,
            "file": ChosenEvidenceField,
        }

    def clean_note(self) -> str:
        """Return the note. Raises ValidationError if it names more people than can have come."""
        note: str = self.cleaned_data["note"]
        refuse_crowd(people_named(note))
        return note


class EnterView(AgencyServiceForm):
    """Form view: enter an act."""

    form_class = OutreachEntryForm
    header_icon = "group"
    page_title = gettext_lazy("Write down how the section was made known")
    success_message = gettext_lazy("Written down.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the agency. 404 for one that the user does not serve."""
        super().setup(request, *args, **kwargs)
        if kwargs["agency_id"] not in scope_now(request).agency_roles:
            raise Http404
        self.agency = get_object_or_404(Agency, pk=kwargs["agency_id"])
        self.success_url = reverse("oversight:outreach", args=[self.agency.pk])
        self.above = [(self.success_url, OutreachView.page_title)]

    def get_initial(self) -> dict[str, Any]:
        """Prefill today."""
        return super().get_initial() | {"day": timezone.localdate()}

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the newest 100 files of the agency."""
        form = super().get_form(form_class)
        own = AgencyDocument.objects.filter(collection=self.agency.collection)
        return offer_first(form, "file", own.order_by("-created_at"), most=100)

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        enter_outreach(
            agency=self.agency,
            user=self.user,
            now=self.now,
            today=timezone.localdate(self.now),
            **form.cleaned_data,
        )


@require_POST
def strike(request: AdminRequest, outreach_id: int) -> HttpResponse:
    """Delete an act of the user's own agency and redirect to the list. 404 for other acts."""
    rows = Outreach.scoped.of(scope_now(request), writing=True).select_related("agency", "form")
    row = get_object_or_404(rows, pk=outreach_id)
    strike_out(row=row, user=request.user, now=timezone.now())
    messages.success(request, _("Struck out."))
    return redirect("oversight:outreach", row.agency_id)


class AllOutreachView(ReadsAllMixin, TemplateView):
    """Overview of all agencies' outreach, fewest acts first."""

    template_name = "oversight/outreach_all.html"
    page_title = gettext_lazy("How sections are made known")
    header_icon = "group"
    above = [(reverse_lazy("oversight:situation"), gettext_lazy("How the agencies stand"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chart by form and a page of the agencies."""
        day = timezone.localdate()
        days = period_on(day)
        agencies = list(participating_agencies(day))
        sections = {agency.home_page.path: agency.pk for agency in agencies}
        acts = acts_of(sections, since=day - dt.timedelta(days=days), day=day)
        followers = followers_of(sections.values())
        rows = [(each, acts[each.pk], followers.get(each.pk, 0)) for each in agencies]
        rows.sort(key=lambda row: len(row[1]))
        return super().get_context_data(**kwargs) | {
            "days": days,
            "chart": by_form([act for each in acts.values() for act in each]),
            "silent": sum(not each for each in acts.values()),
            "total": len(agencies),
            "page_obj": Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p")),
        }


def by_form(acts: list[OutreachAct]) -> Chart:
    """Return the chart of the number of acts by form."""
    names = [*OutreachForm.objects.values_list("title", flat=True)]
    names += sorted({act.form for act in acts} - {*names})
    bars = [Bar(name, sum(act.form == name for act in acts)) for name in names]
    bars = [bar for bar in bars if bar.value] or [Bar(_("Nothing yet"), 0)]
    title = _("%d times, by form") % len(acts)
    return row_chart(title, bars, headings=[_("Form"), _("Times")])
