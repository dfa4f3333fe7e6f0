"""Admin views to create, list and revoke preview links of a page."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from ..models import PreviewLink
from ..review.views import CaseForm, CaseMixin
from .forms import PreviewLinkForm
from .services import make_preview_link, revoke_preview_link, token_of

SHOWN = 20


class LinksView(CaseForm):
    """List of the page's preview links, with a form for a new one."""

    form_class = PreviewLinkForm
    template_name = "moderation/preview_links.html"
    page_title = gettext_lazy("Send a preview")
    header_icon = "view"
    submit_label = gettext_lazy("Make a link")
    success_message = gettext_lazy("The link is ready: copy it and send it.")

    def perform(self, form: Form) -> None:
        assert isinstance(form, PreviewLinkForm)  # noqa: S101
        make_preview_link(
            case=self.case,
            user=self.user,
            made_for=form.cleaned_data["made_for"],
            lasting=form.lasting(),
            now=self.now,
        )
        self.success_url = self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page's links, newest first. Everybody who may open the desk may copy them."""
        links = PreviewLink.objects.filter(page=self.case.page).select_related("made_by")
        shown = [(link, self._address(link)) for link in links[:SHOWN]]
        return super().get_context_data(**kwargs) | {"links": shown}

    def _address(self, link: PreviewLink) -> str:
        """Return the URL of a valid link, or "" if it has expired or was revoked."""
        if link.revoked_at or link.expires_at <= self.now:
            return ""
        return self.request.build_absolute_uri(reverse("preview", args=[token_of(link)]))


class RevokeView(CaseMixin, View):
    """Revoke a preview link before it expires."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int, link_id: int) -> HttpResponse:
        """Revoke the link. 404 if it belongs to another page."""
        link = get_object_or_404(PreviewLink, pk=link_id, page_id=page_id)
        revoke_preview_link(link=link, now=self.now)
        messages.success(request, _("The link no longer works."))
        return redirect("moderation:preview_links", page_id)
