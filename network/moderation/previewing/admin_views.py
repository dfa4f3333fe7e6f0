"""Make preview links of a page, see how often each was opened, end them."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.requests import AdminRequest

from ..models import PreviewLink
from ..review.views import CaseMixin
from .forms import PreviewLinkForm
from .services import make_preview_link, revoke_preview_link, token_of

SHOWN = 20


class LinksView(CaseMixin, WagtailAdminTemplateMixin, FormView):
    """The links of one page, and the form for a new one."""

    request: AdminRequest
    form_class = PreviewLinkForm
    template_name = "moderation/preview_links.html"
    page_title = gettext_lazy("Send a preview")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = self.find_case(kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        assert isinstance(form, PreviewLinkForm)  # noqa: S101
        make_preview_link(
            case=self.case,
            user=self.request.user,
            made_for=form.cleaned_data["made_for"],
            lasting=form.lasting(),
            now=self.now,
        )
        messages.success(self.request, _("The link is ready: copy it and send it."))
        return redirect(self.request.path)

    def get_page_subtitle(self) -> str:
        return self.case.page.draft_title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("moderation:desk", args=[self.case.page.pk]),
                "label": self.case.page.draft_title,
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the links, the newest first; whoever may open the desk may copy them."""
        links = PreviewLink.objects.filter(page=self.case.page).select_related("made_by")
        return super().get_context_data(**kwargs) | {
            "action_url": self.request.path,
            "submit_button_label": _("Make a link"),
            "submit_button_active_label": _("Make a link"),
            "links": [(link, self._address(link)) for link in links[:SHOWN]],
        }

    def _address(self, link: PreviewLink) -> str:
        """Return the address of a link that still works, else ""."""
        if link.revoked_at or link.expires_at <= self.now:
            return ""
        return self.request.build_absolute_uri(reverse("preview", args=[token_of(link)]))


class RevokeView(CaseMixin, View):
    """End a link before its time."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int, link_id: int) -> HttpResponse:
        """End it; a link of another page is none."""
        link = get_object_or_404(PreviewLink, pk=link_id, page_id=page_id)
        revoke_preview_link(link=link, now=self.now)
        messages.success(request, _("The link no longer works."))
        return redirect("moderation:preview_links", page_id)
