"""Public views to send and follow a rights request. No session, no cookie."""

import re
from typing import Any

from django.utils import timezone

from network.agencies.submissions.views import FollowView
from sites.reported_pages import reading_agency, reported_page
from sites.submissions import PageSubmitView

from ..codes import CODES
from ..models import Ground, RequestKind, RightsRequest
from ..selectors import due_after, request_of
from ..services import send_request, withdraw_request
from .forms import RightsRequestForm

_HOST = re.compile(r"^https?://[^/]*")
_ASKED = ("text", "evidence", "contact")


class SendView(PageSubmitView[RightsRequestForm]):
    """Accepts a request about a page."""

    form_class = RightsRequestForm
    template_name = "rights_requests/send.html"
    received_template_name = "rights_requests/received.html"
    codes = CODES

    def store(self, form: RightsRequestForm) -> str:
        """Store the request, about the page that the form names if the URL names none."""
        if self.meant.page is None and (named := form.cleaned_data["address"]):
            self.meant = reported_page(_HOST.sub("", named))
            day = timezone.localdate(self.now)
            self.agency = reading_agency(self.meant.page, day) or self.agency
        return send_request(
            nonce=form.nonce,
            agency=self.agency,
            page=self.meant.page,
            path=self.meant.path,
            ground=Ground(form.cleaned_data["ground"]),
            kind=RequestKind(form.cleaned_data["kind"]),
            now=self.now,
            **{name: form.cleaned_data[name] for name in _ASKED},
        )

    def receipt(self, form: RightsRequestForm) -> dict[str, Any]:
        """Return the due date."""
        return {"due_on": due_after(form.cleaned_data["ground"], self.now)}


class FollowRequestView(FollowView[RightsRequest]):
    """Shows the state of a request, or deletes it."""

    template_name = "rights_requests/follow.html"
    find = staticmethod(request_of)

    def delete_row(self, row: RightsRequest) -> None:
        withdraw_request(request_id=row.pk, now=self.now)
