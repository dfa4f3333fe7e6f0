"""View that reminds the people on whom a page waits."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.scope import scope_now

from ..selectors import EditorialCase
from .reminding import awaited, may_remind, refusal_to_remind, remind
from .views import CaseForm


class RemindView(CaseForm):
    """Shows whom a reminder of the page reaches, and sends it."""

    form_class = forms.Form
    template_name = "desks/delegate.html"
    page_title = gettext_lazy("Remind")
    submit_label = gettext_lazy("Send the reminder")
    header_icon = "mail"
    success_url = reverse_lazy("wagtailadmin_home")

    def find_case(self, page_id: int) -> EditorialCase:
        """Return the case. Refuses users who neither submitted the page nor lead its agency."""
        case = super().find_case(page_id)
        held = scope_now(self.request).agency_roles.get(case.agency.pk, frozenset())
        if case.submission and not may_remind(case.submission.submitted_by_id, self.user, held):
            raise PermissionDenied
        return case

    def get_page_subtitle(self) -> str:
        """Return "": the page's title is a link above the form."""
        return ""

    @cached_property
    def refusal(self) -> str:
        """Return why nobody can be reminded now, or ""."""
        return refusal_to_remind(self.case, self.user, self.now)

    @property
    def explanation(self) -> str:
        """Return whom the reminder reaches, and how."""
        if self.refusal:
            return ""
        people = awaited(self.case, timezone.localdate(self.now))
        names = ", ".join(each.shown_name for each in people if each != self.user)
        return _("%s gets a mail and reads the reminder on the start page.") % names

    def perform(self, form: forms.Form) -> None:
        """Send the reminder."""
        people = remind(page_id=self.case.page.pk, user=self.user, now=self.now)
        self.success_message = _("Reminded: %s.") % ", ".join(each.shown_name for each in people)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why nobody can be reminded, in place of the button."""
        return super().get_context_data(**kwargs) | {
            "refusal": self.refusal,
            "title": self.case.page.draft_title,
            "back": self.address_above(),
        }
