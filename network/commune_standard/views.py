"""Screens of the commune standard: one commune, entering a figure, and the table of all."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.models import Agency, Role
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.core.fields import LineField
from network.core.text import fold
from network.oversight.models import Requirement, Status
from network.oversight.screens import AgencyScreen, ReadsAllMixin
from network.oversight.wording import SIGNS
from network.reporting.totals import COMMUNE_KINDS

from .basis import REQUIREMENT_KEY, STANDARD_KEY
from .dossier import dossier
from .models import NOTE_LENGTH, STATES, CommuneIndicator, HandFigure
from .selectors import all_standings, is_provisional, lines_of_year, standing_of
from .services import enter_figure
from .sources import source_named


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Redirect to the screen of the user's only commune, or let the user choose one. 404 for
    people who serve none."""
    served = Agency.objects.filter(pk__in=scope_now(request).agency_roles, kind__in=COMMUNE_KINDS)
    agencies = list(served.order_by("name"))
    if not agencies:
        raise Http404
    if len(agencies) == 1:
        return redirect("commune_standard:commune", agencies[0].pk)
    ways = [(each, reverse("commune_standard:commune", args=[each.pk])) for each in agencies]
    return render(request, "oversight/choose.html", {"ways": ways})


class CommuneView(AgencyScreen):
    """What a commune still lacks by the standard, the easiest first."""

    template_name = "commune_standard/commune.html"
    page_title = gettext_lazy("Commune standard of access to law")
    header_icon = "circle-check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the commune. 404 also for an agency of another kind."""
        super().setup(request, *args, **kwargs)
        if self.agency.kind not in COMMUNE_KINDS:
            raise Http404

    def get_page_title(self) -> str:
        """Return the title with the year."""
        year = timezone.localdate().year
        return _("Commune standard %(year)d: what is missing") % {"year": year}

    def get_header_buttons(self) -> list[HeaderButton]:
        address = reverse("commune_standard:dossier", args=[self.agency.pk])
        return [HeaderButton(_("Download the file (DOCX)"), address, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the commune's results. Three queries."""
        today = timezone.localdate()
        lines = lines_of_year(today.year, today)
        standing = standing_of(self.agency, today.year, lines)
        counts = standing.counts
        return super().get_context_data(**kwargs) | {
            "agency": self.agency,
            "is_own": self.is_own,
            "verdict_url": self._verdict_url(),
            "year": today.year,
            "standing": standing,
            "is_provisional": is_provisional(lines),
            "missing": standing.of(Status.NOT_MET),
            "unknown": standing.of(Status.UNKNOWN),
            "met": standing.of(Status.MET),
            "bar": _bar(counts),
            "states": [(each, SIGNS[each], _state(each), counts[each]) for each in STATES],
        }

    def _verdict_url(self) -> str:
        """Return the screen on which an overseer rejects bases, "" for others."""
        if Role.OVERSEER not in scope_now(self.request).roles:
            return ""
        asked = Requirement.objects.filter(standard__key=STANDARD_KEY, key=REQUIREMENT_KEY).first()
        return reverse("oversight:evidence", args=[self.agency.pk, asked.pk]) if asked else ""


def _bar(counts: Any) -> list[tuple[str, int, int]]:
    """Return the parts of the bar as (state, start, length)."""
    parts, start = [], 0
    for state in STATES:
        if number := counts[state]:
            parts.append((state.value, start, number))
            start += number
    return parts


def _state(state: Status) -> str:
    """Return the word for a state: an indicator without a figure is entered by hand."""
    return _("Enter by hand") if state == Status.UNKNOWN else str(state.label)


@require_safe
def dossier_file(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Return the commune's report as DOCX. 404 unless the user may read the commune's results."""
    view = CommuneView()
    view.setup(request, agency_id=agency_id)
    today = timezone.localdate()
    lines = lines_of_year(today.year, today)
    return dossier(standing_of(view.agency, today.year, lines), today.year)


class FigureForm(forms.Form):
    """A figure of the year, or that nothing arose."""

    total = forms.IntegerField(
        label=gettext_lazy("In all"), min_value=0, max_value=1_000_000, required=False
    )
    good = forms.IntegerField(
        label=gettext_lazy("Of these, done"), min_value=0, max_value=1_000_000, required=False
    )
    none_arose = forms.BooleanField(label=gettext_lazy("Nothing arose this year"), required=False)
    note = LineField(
        label=gettext_lazy("Where it can be checked"),
        max_length=NOTE_LENGTH,
        words=2,
        help_text=gettext_lazy("For example the number and date of the report or minutes."),
    )

    def clean_total(self) -> int:
        """Return 0 for an empty field."""
        return self.cleaned_data["total"] or 0

    def clean_good(self) -> int:
        """Return 0 for an empty field."""
        return self.cleaned_data["good"] or 0


class EnterFigureView(AgencyServiceForm):
    """Form view: enter a figure that the system does not know."""

    request: AdminRequest
    form_class = FigureForm
    page_title = gettext_lazy("Enter a figure")
    header_icon = "edit"
    success_message = gettext_lazy("Saved, and the commune is computed again.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find commune and indicator. 404 for a commune that the user does not serve, and for an
        indicator that is counted or not in force."""
        super().setup(request, *args, **kwargs)
        if kwargs["agency_id"] not in scope_now(request).agency_roles:
            raise Http404
        communes = Agency.objects.filter(kind__in=COMMUNE_KINDS)
        self.agency = get_object_or_404(communes, pk=kwargs["agency_id"])
        today = timezone.localdate()
        rows = CommuneIndicator.objects.valid_on(today)
        self.indicator = get_object_or_404(rows, pk=kwargs["indicator_id"])
        if not self.indicator.is_entered:
            raise Http404
        self.success_url = reverse("commune_standard:commune", args=[self.agency.pk])
        self.above = [(self.success_url, CommuneView.page_title)]

    def get_page_subtitle(self) -> str:
        return f"{self.indicator} · {self.agency.short_name}"

    @property
    def explanation(self) -> str:
        """Return what the indicator asks."""
        return self.indicator.asks

    def get_initial(self) -> dict[str, Any]:
        """Propose the figure entered before, or the total that the system counts."""
        today = timezone.localdate()
        figure = HandFigure.objects.filter(
            agency=self.agency, key=self.indicator.key, year=today.year
        ).first()
        if figure:
            names = ("total", "good", "none_arose", "note")
            return {name: getattr(figure, name) for name in names}
        if not self.indicator.total or self.indicator.is_declared:
            return {}
        counted = source_named(self.indicator.total)
        items = counted([self.agency.pk], today.replace(month=1, day=1), today)
        return {"total": sum(item.amount or 0 for _pk, item in items) or None}

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        enter_figure(
            agency=self.agency,
            indicator=self.indicator,
            user=self.user,
            now=self.now,
            **form.cleaned_data,
        )


class TableOfCommunesView(ReadsAllMixin, TemplateView):
    """All communes and all indicators, the fewest met first."""

    template_name = "commune_standard/table.html"
    page_title = gettext_lazy("Communes and the standard")
    header_icon = "circle-check"
    above = [(reverse_lazy("oversight:situation"), gettext_lazy("How the agencies stand"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, filtered by name and by an unmet indicator. Three queries."""
        today = timezone.localdate()
        lines = lines_of_year(today.year, today)
        indicators = [each for each in lines if not each.parent]
        words, key = self.request.GET.get("ten", ""), self.request.GET.get("ct", "")
        everybody = all_standings(today.year, today, lines)
        rows = [
            each
            for each in everybody
            if fold(words) in fold(f"{each.agency.name} {each.agency.short_name}")
            and (not key or any(_lacks(line, key) for line in each.lines))
        ]
        rows.sort(key=lambda each: (each.met, each.agency.name))
        return super().get_context_data(**kwargs) | {
            "year": today.year,
            "indicators": indicators,
            "groups": _groups(indicators),
            "rows": rows,
            "number": len(everybody),
            "is_provisional": is_provisional(lines),
            "signs": SIGNS,
            "states": [(each, SIGNS[each], _state(each)) for each in STATES],
            "met_by": [
                sum(row.lines[place].status == Status.MET for row in everybody)
                for place in range(len(indicators))
            ],
            "asked": {"ten": words, "ct": key},
        }


def _lacks(line: Any, key: str) -> bool:
    return line.indicator.key == key and line.status != Status.MET


def _groups(indicators: list[CommuneIndicator]) -> list[tuple[str, int]]:
    """Return (criterion, number of its indicators) in their order."""
    found: dict[str, int] = {}
    for each in indicators:
        found[each.criterion] = found.get(each.criterion, 0) + 1
    return list(found.items())
