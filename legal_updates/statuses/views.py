"""Bulk confirmation screen for relations and statuses."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.models import Role
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.core.text import clean_input

from .forms import EvidenceForm
from .rows import RowResult, confirm_row, refuse_row, rows_of
from .selectors import (
    ONLY_PROPOSALS,
    ONLY_RELATIONS,
    ONLY_STATUSES,
    status_counts,
    waiting_rows,
)

PER_PAGE = 25
_KEY = re.compile(r"(?P<kind>[rd])(?P<key>[1-9][0-9]{0,17})", re.ASCII)


class StatusesView(WagtailAdminTemplateMixin, TemplateView):
    """Paginated list of what is waiting; ticked rows are confirmed or refused one by one.

    Each row has its own transaction, so a refused row does not affect the others. A POST returns
    the list with the results above it; repeating it changes nothing.
    """

    request: AdminRequest
    template_name = "legal_updates/statuses/statuses.html"
    page_title = gettext_lazy("Relations and statuses to confirm")
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied for everybody but network admins."""
        if Role.NETWORK_ADMIN not in scope_now(request).roles:
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: AdminRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm or refuse the ticked rows, and show the list with the results."""
        ticked = [read for each in request.POST.getlist("row") if (read := _KEY.fullmatch(each))]
        keys = [(read["kind"], int(read["key"])) for read in ticked[:PER_PAGE]]
        common = EvidenceForm(request.POST, prefix="all")
        common.is_valid()
        who: dict[str, Any] = {"actor": request.user, "now": timezone.now()}
        results = [
            refuse_row(row, **who)
            if "refuse" in request.POST
            else confirm_row(row, common=common, **who)
            for row in rows_of(keys, request.POST, reader=who["actor"])
        ]
        return self.render_to_response(self.get_context_data(results=results, common=common))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(
        self,
        *,
        results: list[RowResult] | None = None,
        common: EvidenceForm | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Add rows, counts and results. Eight queries, regardless of the number of rows."""
        asked = self.request.GET
        words = " ".join(clean_input(asked.get("q", "")[:200]).split())
        document = asked.get("van-ban", "")
        found = waiting_rows(
            words=words,
            kind=asked.get("loai", ""),
            document_id=int(document) if re.fullmatch(r"[0-9]{1,18}", document, re.ASCII) else None,
        )
        page = Paginator(found, PER_PAGE).get_page(asked.get("p"))
        failed = any(not result.done for result in results or ())
        query = asked.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "rows": rows_of(
                [(kind, key) for kind, key, _place in page],
                self.request.POST if failed else None,
                reader=self.request.user,
            ),
            "pages": page,
            "query": query.urlencode(),
            "counts": status_counts(),
            "results": results or [],
            "common": common or EvidenceForm(prefix="all"),
            "words": words,
            "kind": asked.get("loai", ""),
            "kinds": [
                ("", _("All")),
                (ONLY_RELATIONS, _("Relations")),
                (ONLY_STATUSES, _("Statuses")),
                (ONLY_PROPOSALS, _("Waiting for a second person")),
            ],
        }
