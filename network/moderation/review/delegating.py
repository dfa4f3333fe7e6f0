"""View that hands a page to a colleague."""

from collections.abc import Collection
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from network.agencies.scope import scope_now
from network.desks.delegation import WaitingRow
from network.desks.delegation_views import DelegateForm, DelegationForm

from .again import ask_author
from .correction_requests import is_correctable
from .views import CaseForm
from .waiting import waiting_page


class CorrectionRequestForm(DelegationForm):
    """Who is to correct the page, and what."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.required, note.label = True, _("What to correct")
        note.help_text = _("One sentence. It stays above the page until a version is handed in.")


class DelegatePageView(CaseForm, DelegateForm):
    """Hand a page to a colleague: to write on, to correct, to appraise or to approve."""

    header_icon = "user"

    @cached_property
    def is_correction(self) -> bool:
        """Return whether somebody is asked to correct a page that citizens know."""
        return is_correctable(self.case)

    def get_form_class(self) -> type[DelegationForm]:
        return CorrectionRequestForm if self.is_correction else DelegationForm

    def get_page_title(self) -> str:
        return ask_author(self.case.page).label if self.is_correction else super().get_page_title()

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form. Who wrote the page is chosen already, or else the first who may."""
        form = super().get_form(form_class)
        if self.is_correction:
            keys = [each.pk for each in self.colleagues]
            wrote = self.case.page.owner_id
            form.fields["to"].initial = wrote if wrote in keys else next(iter(keys), None)
        return form

    def get_waiting(self) -> WaitingRow:
        return waiting_page(self.case)

    def get_page_subtitle(self) -> str:
        """Return "": the page's title is a link above the form."""
        return ""

    def get_held(self) -> Collection[str]:
        """Return the roles in the page's own agency, without those of a shared board."""
        return scope_now(self.request).agency_roles.get(self.case.agency.pk, frozenset())
