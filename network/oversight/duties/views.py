"""Screens of what is asked of the network: the lines, the dossier, and declaring a line."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.guard.menu import may_open
from network.agencies.guard.rules import rule_of
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.core.fields import offer_first
from network.media.models import AgencyDocument
from network.reporting.consolidations import issuer_for

from ..agency_views import DeclarationForm
from ..declared import declare
from ..models import Requirement
from ..network_checks import NETWORK_CHECKS, LineState
from ..screens import ReadsAllMixin
from .dossier import dossier
from .lines import DutyLine, lines_of, network_standard, operators

SIGNS = {
    LineState.MET: ("✓", "met"),
    LineState.NOT_MET: ("✕", "not_met"),
    LineState.MEASURED: ("#", "waiting"),
    LineState.NOTHING: ("–", "not_applicable"),
    LineState.DECLARED: ("✎", "waiting"),
    LineState.UNPROVEN: ("◐", "partly"),
    LineState.MISSING: ("!", "partly"),
    LineState.NOT_MEASURED: ("?", "unknown"),
}
_LIST = reverse_lazy("oversight:duties")


class DutiesView(ReadsAllMixin, TemplateView):
    """What the decree asks of the network, line by line, measured while the screen is made."""

    template_name = "oversight/duties.html"
    page_title = gettext_lazy("Requirements for the digital platform")
    header_icon = "clipboard-list"

    def get_header_buttons(self) -> list[HeaderButton]:
        address = reverse("oversight:duties_dossier")
        return [HeaderButton(_("Download the dossier (DOCX)"), address, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines by part, and the number of lines in each state."""
        now = timezone.now()
        day = timezone.localdate(now)
        standard = network_standard(day)
        lines = lines_of(standard, now)
        counts = Counter(line.found.state for line in lines)
        may_declare = may_open(self.request, "oversight:declare_duty")
        rows = [(line, *SIGNS[line.found.state], self.address_of(line)) for line in lines]
        return super().get_context_data(**kwargs) | {
            "standard": standard,
            "now": now,
            "today": day,
            "parts": [
                (group, list(found))
                for group, found in groupby(rows, lambda row: row[0].requirement.group)
            ],
            "counts": [(state, *SIGNS[state], counts[state]) for state in LineState],
            "number": len(lines),
            "may_declare": may_declare,
        }

    def address_of(self, line: DutyLine) -> str:
        """Return the URL of the screen that shows what was counted, "" if there is none that the
        user may open."""
        check = NETWORK_CHECKS.get(line.requirement.check_key)
        name = check.url_name if check else ""
        # Names without a rule are public pages.
        is_open = name and (rule_of(name) is None or may_open(self.request, name))
        return reverse(name) if is_open else ""


@require_safe
def dossier_file(request: AdminRequest) -> HttpResponse:
    """Return the dossier as DOCX, from the agency of the user who oversees the network, else from
    the first such agency. 404 while no standard is asked of the network."""
    now = timezone.now()
    day = timezone.localdate(now)
    standard = network_standard(day)
    if standard is None:
        raise Http404
    issuer = issuer_for(request.user, day) or next(iter(operators(day)), None)
    return dossier(standard, issuer, now)


class DeclareDutyView(ServiceForm):
    """Form view: an overseer declares a line that no program can measure."""

    form_class = DeclarationForm
    page_title = gettext_lazy("Declare a requirement")
    header_icon = "clipboard-list"
    submit_label = gettext_lazy("Declare")
    success_message = gettext_lazy("Declared.")
    success_url = _LIST
    above = [(_LIST, DutiesView.page_title)]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the requirement. 404 for one that is measured or not in force."""
        super().setup(request, *args, **kwargs)
        rows = Requirement.objects.valid_on(timezone.localdate()).filter(
            standard__of_network=True, check_key=""
        )
        self.requirement = get_object_or_404(rows, pk=kwargs["duty_id"])

    def get_page_subtitle(self) -> str:
        """Return the requirement."""
        return str(self.requirement)

    @property
    def explanation(self) -> str:
        """Return the quotation from the decree, and what to declare."""
        return f"“{self.requirement.quotation}” – {self.requirement.method}"

    @cached_property
    def agency(self) -> Any:
        """Return the agency for which the user oversees the network, or None."""
        return issuer_for(self.user, timezone.localdate())

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the newest 100 files of the agency."""
        form = super().get_form(form_class)
        rows = AgencyDocument.objects.none()
        if self.agency:
            rows = AgencyDocument.objects.filter(collection=self.agency.collection)
        return offer_first(form, "file", rows.order_by("-created_at"), most=100)

    def perform(self, form: Any) -> None:
        """Store the declaration. Raises ValidationError without an agency."""
        if self.agency is None:
            raise ValidationError(_("Your role as overseer names no agency that could declare it."))
        declare(
            requirement=self.requirement,
            agency=self.agency,
            user=self.user,
            now=self.now,
            day=timezone.localdate(self.now),
            **form.cleaned_data,
        )
