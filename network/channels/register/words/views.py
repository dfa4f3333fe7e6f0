"""Officers' view of the block words, and the overseers' form for the next version."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.guard.menu import may_open
from network.agencies.people.service_forms import ServiceForm
from network.core.fields import TextField

from ...models import WordList
from ...models.words import LIST_LENGTH
from ...shared.desk import ABOVE_CHANNELS, CHANNELS_TITLE
from ..selectors import current_words
from . import services


class WordsView(WagtailAdminTemplateMixin, TemplateView):
    """The current list and its earlier versions."""

    template_name = "channels/desk/words.html"
    page_title = gettext_lazy("Words held back on pages")
    header_icon = "site"
    row_class = "row-page"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Place the page below the list of channels."""
        above = {"url": reverse("channels_desk:index"), "label": CHANNELS_TITLE}
        own = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), above, own]

    def get_header_buttons(self) -> list[Button]:
        """Return the button for the next version, if the user may issue it."""
        if not may_open(self.request, "channels_desk:issue_words"):
            return []
        address = reverse("channels_desk:issue_words")
        return [HeaderButton(_("Issue a new version"), address, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions, newest first."""
        return super().get_context_data(**kwargs) | {"versions": WordList.objects.all()}


class WordsForm(forms.Form):
    """The words of the next version."""

    words = TextField(
        label=gettext_lazy("Words and phrases, one a line"),
        max_length=LIST_LENGTH,
        rows=18,
        help_text=gettext_lazy("As the platforms take them over: paste the file into the setting."),
    )


class IssueView(ServiceForm):
    """Form view: issue the next version."""

    form_class = WordsForm
    page_title = submit_label = gettext_lazy("Issue a new version")
    header_icon = "site"
    success_message = gettext_lazy("Issued. Pages confirm it at their next confirmation of safety.")
    success_url = reverse_lazy("channels_desk:words")
    above = [
        ABOVE_CHANNELS,
        (success_url, WordsView.page_title),
    ]

    def get_initial(self) -> dict[str, Any]:
        """Prefill the current words."""
        last = current_words()
        return {"words": last.words if last else ""}

    def perform(self, form: forms.Form) -> None:
        """Call the service."""
        services.issue_words(user=self.user, now=self.now, **form.cleaned_data)


@require_safe
def words_file(request: HttpRequest) -> HttpResponse:
    """Return the current list as plain text. 404 if none was issued."""
    last = current_words()
    if last is None:
        raise Http404
    name = f'attachment; filename="tu-ngu-bi-chan-ban-{last.version}.txt"'
    return HttpResponse(
        last.words, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name}
    )
