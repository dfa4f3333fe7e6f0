"""Agencies' screens: state of each requirement, its reasons, and links to what must be done."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.core.fields import (
    DayField,
    LineField,
    PaperNumberField,
    PastDateField,
    TextField,
    offer_first,
)
from network.media.evidence import ChosenEvidenceField
from network.media.models import AgencyDocument

from .access import keep_public
from .actions import OversightAction
from .declared import AbsencePaper, declare, declare_absence
from .disputes import open_dispute
from .models import REASON_LENGTH, Declaration, Dispute, Requirement, Status
from .monthly import score_by_month
from .running import check_agencies
from .screens import AgencyScreen
from .selectors import (
    COUNTED,
    Score,
    findings_at,
    is_built,
    month_before,
    requirements_of,
    scores,
    standard_of,
    whole,
)
from .verdicts.reasons import reason_words
from .verdicts.selectors import undecided_verdicts
from .wording import SIGNS

# States that need work.
TO_DO = (Status.NOT_MET, Status.PARTLY, Status.UNKNOWN)


@require_safe
def own(request: HttpRequest, screen: str = "agency") -> HttpResponse:
    """Redirect to the screen `screen` of the user's only agency, or let the user choose one."""
    served = Agency.objects.filter(pk__in=scope_now(request).agency_roles)
    agencies = list(served.order_by("name"))
    if len(agencies) == 1:
        return redirect(f"oversight:{screen}", agencies[0].pk)
    ways = [(agency, reverse(f"oversight:{screen}", args=[agency.pk])) for agency in agencies]
    return render(request, "oversight/choose.html", {"ways": ways})


class AgencyView(AgencyScreen):
    """Page of one agency: all requirements with state, reasons and what to do."""

    template_name = "oversight/agency.html"
    page_title = gettext_lazy("How dispatch 1510 is carried out")
    header_icon = "tasks"
    of_section = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the requirements, unmet ones first, without confidential parts for users who may not
        read them."""
        now = timezone.localtime()
        standard = standard_of("", now.date())
        requirements = requirements_of(standard, now.date())
        rows = findings_at().filter(agency=self.agency).select_related("requirement")
        found = {row.requirement_id: row for row in rows}
        if not self.hears:
            keep_public(found.values())
        lines = [(each, found.get(each.pk)) for each in requirements]
        remarks = Dispute.objects.filter(agency=self.agency).order_by("opened_at")
        disputes = {row.requirement_id: row for row in remarks if self.hears}
        everybody = scores(standard)
        met = {pk for pk, row in found.items() if row.status == Status.MET}
        score = everybody.get(self.agency.pk, Score())
        before = scores(standard, at=month_before(now), agencies=[self.agency.pk])
        return super().get_context_data(**kwargs) | {
            "agency": self.agency,
            "is_own": self.is_own,
            "hears": self.hears,
            "score": score,
            "before": before.get(self.agency.pk),
            "province": whole(everybody.values()),
            "bar": [
                (status, SIGNS[status], status.label, score.counts[status]) for status in SIGNS
            ],
            "parts": _parts(score),
            "chart": score_by_month(standard, self.agency.pk, now),
            "to_do": sorted(
                [
                    (each, finding, SIGNS[Status(finding.status)], disputes.get(each.pk))
                    for each, finding in lines
                    if finding and finding.status in TO_DO
                ],
                key=lambda line: TO_DO.index(Status(line[1].status)),
            ),
            "met": [(each, row) for each, row in lines if each.pk in met],
            "verdicts": [
                (each, reason_words(each.reason), each.requirement_id in met)
                for each in undecided_verdicts(self.agency.pk)
                if self.hears
            ],
            "waiting": [(each, row) for each, row in lines if row and row.status == Status.WAITING],
            "outside": [
                (each, is_built(each), row)
                for each, row in lines
                if row is None or row.status == Status.NOT_APPLICABLE
            ],
            "checked_at": max((row.since for row in found.values()), default=None),
        }


def _parts(score: Score) -> list[tuple[str, int, int]]:
    """Return the parts of the score bar as (state, start, length)."""
    parts, start = [], 0
    for status in COUNTED:
        if number := score.counts[status]:
            parts.append((status.value, start, number))
            start += number
    return parts


@require_POST
def check_again(request: AdminRequest, agency_id: int) -> HttpResponse:
    """Check one agency now, log it and redirect to its page. Raises PermissionDenied unless the
    user serves the agency."""
    if agency_id not in scope_now(request).agency_roles:
        raise PermissionDenied
    agency = get_object_or_404(Agency, pk=agency_id)
    now = timezone.now()
    run = check_agencies(now=now, day=timezone.localdate(now), only=[agency.pk])
    record(actor=request.user, agency=agency, action=OversightAction.CHECKED_ANEW, now=now)
    said = _("Checked. %d requirements changed.") % run.changed
    messages.success(request, said)
    return redirect("oversight:agency", agency.pk)


class AgencyRequirementForm(ServiceForm):
    """Base of an agency's form views about one requirement."""

    header_icon = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find agency and requirement. 404 for an agency that the user does not serve."""
        super().setup(request, *args, **kwargs)
        if kwargs["agency_id"] not in scope_now(request).agency_roles:
            raise Http404
        self.agency = get_object_or_404(Agency, pk=kwargs["agency_id"])
        asked = Requirement.objects.filter(standard__of_network=False)
        self.requirement = get_object_or_404(asked, pk=kwargs["requirement_id"])
        self.success_url = reverse("oversight:agency", args=[self.agency.pk])
        self.above = [(self.success_url, AgencyView.page_title)]

    def get_page_subtitle(self) -> str:
        """Return the requirement."""
        return str(self.requirement)

    @property
    def explanation(self) -> str:
        """Return the quotation from the dispatch."""
        return f"“{self.requirement.quotation}”"


class DisputeForm(forms.Form):
    """The reason for disputing a finding."""

    reason = TextField(
        label=gettext_lazy("Why you do not agree"), max_length=REASON_LENGTH, words=2, rows=4
    )


class DisputeView(AgencyRequirementForm):
    """Form view: dispute a finding."""

    form_class = DisputeForm
    page_title = gettext_lazy("Disagree with a finding")
    submit_label = gettext_lazy("Send to the Justice Department")
    success_message = gettext_lazy("Sent. The Justice Department answers here.")

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        open_dispute(
            agency=self.agency,
            requirement=self.requirement,
            reason=form.cleaned_data["reason"],
            user=self.user,
            now=self.now,
        )


class DeclarationForm(forms.ModelForm):
    """What was done, until when it is valid, and a file as proof."""

    class Meta:
        model = Declaration
        fields = ["statement", "valid_until", "file"]
        field_classes = {
            "statement": partial(TextField, words=2, rows=4),
            "valid_until": DayField,
            "file": ChosenEvidenceField,
        }
        widgets = {"statement": forms.Textarea(attrs={"rows": 4})}


class AbsenceForm(forms.ModelForm):
    """The signed paper that says that the agency has no page on social networks."""

    class Meta:
        model = Declaration
        fields = ["number", "signed_on", "signer", "valid_until", "file"]
        field_classes = {
            "number": PaperNumberField,
            "signed_on": partial(PastDateField, kind="page_deed", is_of_agency=True),
            "signer": partial(LineField, words=2),
            "valid_until": DayField,
            "file": ChosenEvidenceField,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.fields["file"].help_text = _(
            "The scan of the signed paper, uploaded under “Pictures and files” before."
        )


class DeclareView(AgencyRequirementForm):
    """Form view: declare a requirement that no program can check, or that there is no page."""

    page_title = gettext_lazy("Declare a requirement")
    submit_label = gettext_lazy("Declare")
    success_message = gettext_lazy("Declared. The next check counts it.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find agency and requirement. 404 also for a requirement that is checked automatically."""
        super().setup(request, *args, **kwargs)
        if not (self.requirement.is_declared or self.requirement.takes_absence):
            raise Http404
        if self.requirement.takes_absence:
            self.page_title = gettext_lazy("Declare that there is no page on social networks")

    def get_form_class(self) -> Any:
        """Return the form of the kind of declaration that the requirement takes."""
        return AbsenceForm if self.requirement.takes_absence else DeclarationForm

    @property
    def explanation(self) -> str:
        """Return what is declared, or the quotation from the dispatch."""
        if self.requirement.takes_absence:
            return _(
                "Your agency declares that it has no page on social networks. A page that a scan"
                " or report shows to be yours contradicts it."
            )
        return super().explanation

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the newest 100 files of the agency."""
        form = super().get_form(form_class)
        own = AgencyDocument.objects.filter(collection=self.agency.collection)
        return offer_first(form, "file", own.order_by("-created_at"), most=100)

    def perform(self, form: forms.Form) -> None:
        """Store the declaration, and check the agency again."""
        day = timezone.localdate(self.now)
        if self.requirement.takes_absence:
            declare_absence(
                requirement=self.requirement,
                agency=self.agency,
                paper=AbsencePaper(**form.cleaned_data),
                user=self.user,
                now=self.now,
            )
        else:
            declare(
                requirement=self.requirement,
                agency=self.agency,
                user=self.user,
                now=self.now,
                day=day,
                **form.cleaned_data,
            )
        check_agencies(now=self.now, day=day, only=[self.agency.pk])
