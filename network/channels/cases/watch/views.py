"""Officers' screens for scans: list, one scan, and a form per transition."""

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_moment
from network.core.fields import offer
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.desks.transitions import held_roles

from ...models import Case, FindKind, LookResult, Scan, ScanFind
from ...shared.desk import ABOVE_CHANNELS
from ..selectors import cases_at
from ..transitions import HANDLING
from . import services
from .forms import FindForm, FinishForm, LookForm, OpenScanForm
from .months import last_day, month_name
from .selectors import Search, names_of, scans_for, searches_of
from .transitions import FIND, FINISH, LOOK


class ScansView(DeskList):
    """List of the scans of the user's agencies, for overseers of all agencies; newest month
    first."""

    model = Scan
    page_title = gettext_lazy("Scans for false pages")
    action = gettext_lazy("Scan")
    header_icon = "search"
    index_url_name = "channels_watch:index"
    index_results_url_name = "channels_watch:index_results"
    row_url_name = "channels_watch:scan"
    verbose_name_plural = Scan._meta.verbose_name_plural
    no_results_message = gettext_lazy("No scan yet. The network opens one each month.")
    above = [ABOVE_CHANNELS]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: month, agency, number of searches and finds, state."""
        return [
            LinkColumn(
                "month",
                label=_("Month"),
                accessor=lambda row: month_name(row.month),
                second=lambda row: row.agency.short_name,
                url=self.row_url,
            ),
            LabelledColumn("looks", label=_("Searches looked at"), accessor=lambda row: row.seen),
            LabelledColumn("finds", label=_("Pages found"), accessor=lambda row: row.found),
            TagColumn(
                "state",
                label=_("State"),
                accessor=_state,
                primary=lambda row: row.finished_at is None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Scan]:
        """Return the scans that the user may read, with the numbers of results and finds."""
        return scans_for(self.scope).annotate(
            seen=Count("looks", distinct=True), found=Count("finds", distinct=True)
        )

    def panel_rows(self) -> QuerySet[Scan]:
        """Return the unfinished scans of the user's own agencies."""
        return scans_for(self.scope, writing=True).filter(finished_at=None)

    def item(self, row: Scan) -> PanelRow:
        """Return a scan as a row of the start page; it is due at the end of its month."""
        return PanelRow(
            url=self.row_url(row),
            title=_("Scan for false pages, %s") % month_name(row.month),
            state=_state(row),
            facts=row.agency.short_name,
            due=last_day(row.month),
        )

    def get_header_buttons(self) -> list[Button]:
        """Return the button for opening this month's scan, if it is missing."""
        buttons = super().get_header_buttons()
        if not _unopened(self.scope).exists():
            return buttons
        address = reverse("channels_watch:open")
        return [HeaderButton(_("Open this month's scan"), address, icon_name="plus"), *buttons]


def _unopened(scope: Any) -> QuerySet[Agency]:
    """Return the user's agencies without a scan of this month."""
    month = timezone.localdate().replace(day=1)
    opened = Scan.objects.filter(month=month).values("agency")
    return Agency.objects.filter(pk__in=scope.agency_roles).exclude(pk__in=opened)


def _state(scan: Scan) -> str:
    """Return whether the scan is finished, in words."""
    return _("finished") if scan.finished_at else _("to be done")


class OpenView(ServiceForm):
    """Form view: open this month's scan."""

    form_class = OpenScanForm
    page_title = gettext_lazy("Open this month's scan")
    header_icon = "search"
    success_message = gettext_lazy("The scan is open. Look at the searches one by one.")
    above = [(reverse_lazy(ScansView.index_url_name), ScansView.page_title)]

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the user's agencies without a scan; select the agency if there is only one."""
        form: Form = super().get_form(form_class)
        rows = _unopened(scope_now(self.request))
        offer(form, "agency", rows)
        form.fields["agency"].initial = rows.first() if rows.count() == 1 else None
        return form

    def perform(self, form: Form) -> None:
        """Open the scan and redirect to it."""
        scan = services.open_scan(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = ScansView.row_url(scan)


class ScanRow(RowMixin):
    """Base of views of one scan. 404 for a scan that the user may not read."""

    desk = ScansView
    header_icon = "search"
    row: Scan

    def get_rows(self) -> QuerySet[Scan]:
        """Return the scans that the user may read."""
        return scans_for(self.scope)

    def row_name(self) -> str:
        """Return the scan's month and agency."""
        return f"{month_name(self.row.month)}, {self.row.agency.short_name}"

    @cached_property
    def searches(self) -> list[Search]:
        """Return the scan's searches."""
        return searches_of(self.row, timezone.localdate())


class ScanView(ScanRow, RowView):
    """Page of one scan: names, searches and finds."""

    transitions = (LOOK, FIND, FINISH)
    template_name = "channels/desk/scan.html"
    page_title = gettext_lazy("Scan for false pages")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the scan's progress and result, as (label, value)."""
        row, seen = self.row, [each.look for each in self.searches if each.look]
        found = sum(look.result == LookResult.FOUND for look in seen)
        finished = ""
        if row.finished_by:
            finished = f"{format_moment(row.finished_at)}, {row.finished_by.get_full_name()}"
        return [
            (_("Agency"), row.agency.name),
            (_("Names looked for"), " · ".join(names_of(row.agency))),
            (
                _("Searches looked at"),
                _("%(seen)d of %(all)d; %(found)d showed a page worth a look")
                % {"seen": len(seen), "all": len(self.searches), "found": found},
            ),
            (_("Finished"), finished),
            (_("Conclusion"), row.note),
        ]

    @property
    def may_look(self) -> bool:
        """Return whether the user may record results of searches."""
        return LOOK.is_open(self.row, self.held)

    def finds(self) -> list[tuple[ScanFind, list[Button]]]:
        """Return the finds, each with the button to its case or for opening one."""
        found = list(self.row.finds.select_related("found_by"))
        cases = cases_at({each.address_key for each in found})
        return [(each, self._ways_on(each, cases.get(each.address_key))) for each in found]

    def _ways_on(self, find: ScanFind, case: Case | None) -> list[Button]:
        """Return the button to the find's case, or for opening one; [] if registered or not
        permitted."""
        if find.kind == FindKind.REGISTERED:
            return []
        agency = self.row.agency_id
        # A case of another agency is confidential, so no link to it is shown.
        owner = case.agency_id if case else agency
        if HANDLING.isdisjoint(held_roles(self.scope, owner)):
            return []
        if case:
            url = reverse("cases_desk:case", args=[case.pk])
            return [Button(_("Open its case"), url, icon_name="warning")]
        about = {"agency": agency, "url": find.url, "name": find.name}
        url = reverse("cases_desk:open", query=about)
        return [Button(_("Open a case"), url, icon_name="warning")]


class ScanActs(ScanRow, ActForm):
    """Base of the form views of a scan's transitions."""

    key = "scan_id"
    success_message = gettext_lazy("Saved.")


class LookView(ScanActs):
    """Form view: record what one search showed, then go on to the next one."""

    transition, form_class = LOOK, LookForm
    service = staticmethod(services.record_look)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Name the button after what it does: the title names all searches."""
        super().setup(request, *args, **kwargs)
        self.submit_label = _("Save the result of this search")

    @property
    def explanation(self) -> str:
        """Return what to do, and how many searches have a result."""
        seen = sum(each.look is not None for each in self.searches)
        counted = _("%(seen)d of %(all)d searches have a result.")
        return " ".join(
            [
                _("Open the search, look at the first page of what it shows, and choose."),
                _("Enter a strange page with its name and address."),
                counted % {"seen": seen, "all": len(self.searches)},
            ]
        )

    @cached_property
    def search(self) -> Search:
        """Return the posted search, the one in `tim`, or the first without a result. 404 if there
        is none."""
        by_field = {each.field: each for each in self.searches}
        named = [*self.request.POST, self.request.GET.get("tim", "")]
        asked = next((by_field[name] for name in named if name in by_field), None)
        unseen = next((each for each in self.searches if each.look is None), None)
        found = asked or unseen or next(iter(self.searches), None)
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the search to the form."""
        return super().get_form_kwargs() | {"search": self.search}

    def perform(self, form: Form) -> None:
        """Call the service and go on to the next search without a result, if there is one."""
        super().perform(form)
        others = (each for each in self.searches if each.key != self.search.key)
        if any(each.look is None for each in others):
            self.success_url = reverse("channels_watch:look", args=[self.row.pk])


class FindView(ScanActs):
    """Form view: record a found page."""

    transition, form_class, service = FIND, FindForm, staticmethod(services.record_find)
    explanation = gettext_lazy(
        "Its name is compared with all registered names. That tells which page deserves a look, "
        "never what the page is."
    )


class FinishView(ScanActs):
    """Form view: finish the scan."""

    transition, form_class, service = FINISH, FinishForm, staticmethod(services.finish_scan)
    explanation = gettext_lazy(
        "A finished scan stays as it is. It shows that the month was looked at."
    )
