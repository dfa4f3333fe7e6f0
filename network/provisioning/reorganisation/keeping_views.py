"""Screen on which the network admin names who keeps the archive of an agency that has ended."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency
from network.agencies.naming import with_code
from network.agencies.people.network_views import AGENCIES, NetworkAdminMixin
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.succession import awaiting_handover

from .forms import KeeperForm
from .keeping import name_keeper, proposed_keeper


class KeeperView(NetworkAdminMixin, AgencyServiceForm):
    """Names the keeper, or another one in its place."""

    request: AdminRequest
    form_class = KeeperForm
    page_title = gettext_lazy("Who keeps the archive")
    success_url = AGENCIES
    success_message = gettext_lazy("From now on its people correct these pages.")
    above = [(AGENCIES, Agency._meta.verbose_name_plural)]
    explanation = gettext_lazy(
        "This agency has ended, and nobody goes on with its work. Its pages stay readable."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the agency. 404 if it exists or has a successor."""
        super().setup(request, *args, **kwargs)
        ended = awaiting_handover(timezone.localdate()).select_related("archive_keeper", "parent")
        self.agency = get_object_or_404(ended, pk=kwargs["agency_id"])

    def get_initial(self) -> dict[str, Any]:
        keeper = self.agency.archive_keeper or proposed_keeper(self.agency)
        return {"keeper": with_code(keeper) if keeper else ""}

    def perform(self, form: Form) -> None:
        keeper = form.cleaned_data["keeper"]
        name_keeper(agency=self.agency, keeper=keeper, actor=self.user, now=self.now)
