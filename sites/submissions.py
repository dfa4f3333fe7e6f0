"""Public form about a page. Used by problem reports and rights requests."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from network.agencies.submissions.views import SubmitView
from network.core.spam_guard.forms import GuardedForm

from .reported_pages import reading_agency, reported_page


class PageSubmitView[Form: GuardedForm](SubmitView[Form]):
    """Page with a form about the page given by `trang` (id or path). 404 if no agency is
    responsible for it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.meant = reported_page(request.GET.get("trang", ""))
        agency = reading_agency(self.meant.page, timezone.localdate(self.now))
        if agency is None:
            raise Http404
        self.agency = agency

    def context(self) -> dict[str, Any]:
        return {"meant": self.meant, "agency": self.agency}
