"""Admin view that opens the section of an agency."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency
from network.agencies.people.network_views import AGENCIES, NetworkAdminMixin
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.requests import AdminRequest

from .selectors import openable_agencies
from .services import open_section


class OpenSectionView(NetworkAdminMixin, AgencyServiceForm):
    """Creates pages, collection and groups of an agency without a section, with one button."""

    request: AdminRequest
    form_class = Form
    page_title = gettext_lazy("Open the section")
    header_icon = "folder-open-1"
    success_url = AGENCIES
    above = [(AGENCIES, Agency._meta.verbose_name_plural)]
    success_message = gettext_lazy("The section is open. Invite the agency's admin next.")
    submit_label = gettext_lazy("Open the section")
    explanation = gettext_lazy(
        "The agency gets its front page with the usual menu, a collection for its files, and its "
        "roles. Citizens see the section from now on."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the agency. 404 if it has a section or its kind gets none."""
        super().setup(request, *args, **kwargs)
        self.agency = get_object_or_404(openable_agencies(), pk=kwargs["agency_id"])

    def perform(self, form: Form) -> None:
        open_section(agency=self.agency, actor=self.user, now=self.now)
