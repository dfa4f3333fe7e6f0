"""Views of the policies that an agency must post or pass over."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from aggregator.models import LibraryItem
from network.agencies.models import Agency
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.core.fields import TextField
from network.core.keys import parse_key
from sites.library.owed import Owed
from sites.library.passing import pass_over, passed_over_on, take_back
from sites.library.selectors import WRITING
from sites.models.passed_over import REASON_LENGTH

from ..screens import AgencyScreen
from .selectors import PolicyTerm, owed_on
from .wording import STATES

PAGE_SIZE = 50
MOST_AT_ONCE = 100
WAITING = "can-dang"
# Filters, by their value in the query string.
KEPT: dict[str, tuple[str | Promise, Callable[[PolicyTerm, Owed], bool]]] = {
    WAITING: (gettext_lazy("To post"), lambda term, row: not row.is_settled),
    "tre": (gettext_lazy("Late"), lambda term, row: term.is_late(row)),
    "dung-han": (
        gettext_lazy("In time"),
        lambda term, row: row.is_settled and not term.is_late(row),
    ),
    "bo-qua": (gettext_lazy("Passed over"), lambda term, row: row.state == "passed_over"),
    "tat-ca": (gettext_lazy("All"), lambda term, row: True),
}


class PoliciesView(AgencyScreen):
    """List of the policies of an agency's superiors and topics, and their state on a day."""

    template_name = "oversight/policies.html"
    page_title = gettext_lazy("New policies to post")
    header_icon = "globe"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Set whether the user may write for the agency, and the requested day, today at the
        latest."""
        super().setup(request, *args, **kwargs)
        roles = scope_now(request).agency_roles.get(self.agency.pk, frozenset())
        self.writes = bool(roles & WRITING)
        today = timezone.localdate()
        self.day = min(_day(request.GET.get("ngay", "")) or today, today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the filtered rows."""
        term = PolicyTerm.on(self.day)
        sections = {self.agency.home_page.path: self.agency.pk}
        owed = owed_on(sections, day=self.day, term=term)[self.agency.pk]
        asked = self.request.GET.get("loc", "")
        asked = asked if asked in KEPT else WAITING
        rows = [row for row in owed if KEPT[asked][1](term, row)]
        if asked == WAITING:
            rows.sort(key=lambda row: -row.taken)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        address = reverse("oversight:policies", args=[self.agency.pk])
        day = f"&ngay={self.day.isoformat()}" if self.day < timezone.localdate() else ""
        return super().get_context_data(**kwargs) | {
            "agency": self.agency,
            "is_own": self.is_own,
            "writes": self.writes,
            "term": term,
            "day": self.day,
            "page_obj": page,
            "rows": self._rows(list(page), term),
            "tabs": [
                (label, sum(keeps(term, row) for row in owed), f"{address}?loc={key}{day}", key)
                for key, (label, keeps) in KEPT.items()
            ],
            "asked": asked,
            "rules_url": reverse("wagtailadmin_pages:edit", args=[self.agency.home_page.pk]),
        }

    def _rows(self, shown: list[Owed], term: PolicyTerm) -> list[dict[str, Any]]:
        """Return the context of each row. Three queries. Reasons for passing over are included only
        for users who may read them."""
        items = LibraryItem.objects.with_sources().in_bulk([row.item_id for row in shown])
        passed = {
            row.item_id: row
            for row in passed_over_on(self.day)
            .filter(agency=self.agency, item__in=items if self.hears else ())
            .select_related("passed_by")
        }
        return [
            {
                "item": items[row.item_id],
                "policy": row,
                "state": STATES[row.state],
                "late": term.is_late(row),
                "passed": passed.get(row.item_id),
            }
            for row in shown
            if row.item_id in items
        ]


def _day(text: str) -> dt.date | None:
    """Return the date, or None if it is invalid."""
    try:
        return parse_date(text)
    except ValueError:
        return None


class PassOverForm(forms.Form):
    """The reason for posting nothing about policies."""

    reason = TextField(
        label=gettext_lazy("Why you post nothing about it"),
        max_length=REASON_LENGTH,
        words=3,
        rows=3,
        help_text=gettext_lazy("The Justice Department reads this. You can take it back."),
    )


class PassOverView(AgencyServiceForm):
    """Form view: pass over the policies in the query string, with one reason."""

    form_class = PassOverForm
    header_icon = "globe"
    page_title = gettext_lazy("Pass over")
    submit_label = gettext_lazy("Pass over")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find agency and policies. 404 for an agency that the user does not serve."""
        super().setup(request, *args, **kwargs)
        if kwargs["agency_id"] not in scope_now(request).agency_roles:
            raise Http404
        self.agency = get_object_or_404(Agency, pk=kwargs["agency_id"])
        self.success_url = reverse("oversight:policies", args=[self.agency.pk])
        self.above = [(self.success_url, PoliciesView.page_title)]
        asked = request.GET.getlist("muc")[:MOST_AT_ONCE]
        keys = {parse_key(LibraryItem, each) for each in asked} - {None}
        self.items = list(LibraryItem.objects.published().filter(pk__in=keys).order_by("pk"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the list with an error message if no policy is selected."""
        if not self.items:
            messages.error(request, _("Tick what you want to pass over."))
            return redirect(str(self.success_url))
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @property
    def explanation(self) -> str:
        """Return the titles of the policies."""
        return "; ".join(item.title for item in self.items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the policies in the form's action URL."""
        return super().get_context_data(**kwargs) | {"action_url": self.request.get_full_path()}

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        passed = pass_over(
            items=self.items,
            agency=self.agency,
            reason=form.cleaned_data["reason"],
            user=self.user,
            now=self.now,
        )
        self.success_message = (
            ngettext("%d policy passed over.", "%d policies passed over.", passed) % passed
        )


@require_POST
def take_up_again(request: AdminRequest, agency_id: int, item_id: int) -> HttpResponse:
    """Undo passing over a policy, and redirect to the list. POST only.

    Raises PermissionDenied unless the user serves the agency; 404 if the agency does not exist.
    """
    if agency_id not in scope_now(request).agency_roles:
        raise PermissionDenied
    agency = get_object_or_404(Agency, pk=agency_id)
    if take_back(item_id=item_id, agency=agency, user=request.user, now=timezone.now()):
        messages.success(request, _("It stands among what is to be posted again."))
    return redirect("oversight:policies", agency.pk)
