"""Admin view to correct the text of a file's page beside its image."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from network.agencies.people.service_forms import ServiceForm
from network.core.fields import TextField

from ..models import AgencyDocument
from .correcting import ChangedMeanwhile, correct_page
from .markup import to_markup
from .models import RenderedPage, Rendering
from .results import MOST_LETTERS
from .selectors import has_correctable_text, pages_of, rendering_of


class CorrectionForm(forms.Form):
    """Text of one page. `seen` is the page version that was displayed."""

    text = TextField(
        label=gettext_lazy("What the page says"),
        required=False,
        max_length=MOST_LETTERS // 4,
        rows=28,
        help_text=gettext_lazy(
            "A line for each paragraph. # begins a heading, ## a smaller one, - an item of a list, "
            "1. a numbered one."
        ),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class CorrectPageView(ServiceForm):
    """Correct one page of a file of the user's own agency."""

    form_class = CorrectionForm
    template_name = "media/correct_page.html"
    header_icon = "doc-full"
    page_title = gettext_lazy("Text beside the picture")
    submit_label = gettext_lazy("Save the text")
    success_message = gettext_lazy(
        "Saved. An appraisal of before no longer counts. Published pages go on showing the text "
        "that was approved with them: hand them in again."
    )
    explanation = gettext_lazy(
        "Compare every word with the picture, numbers first. What you save is appraised and "
        "approved with the page that shows the file."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return 404 if the user may not change the file or the page does not exist."""
        document = get_object_or_404(AgencyDocument, pk=kwargs["document_id"])
        policy = policy_registry.get_by_type(AgencyDocument)
        if not policy.user_has_permission_for_instance(request.user, "change", document):
            raise Http404
        rendering = rendering_of(document)
        if rendering is None or not has_correctable_text(rendering):
            raise Http404
        self.rendering: Rendering = rendering
        self.shown: RenderedPage = get_object_or_404(pages_of(rendering), number=kwargs["number"])
        self.shown.rendering = rendering
        self.success_url = request.path
        self.above = [(reverse("wagtaildocs:edit", args=[document.pk]), document.title)]
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.rendering.document.title}, {self.rendering.part_word} {self.shown.number}"

    def get_initial(self) -> dict[str, Any]:
        written = self.shown.html or self.shown.draft
        return {"text": to_markup(written), "seen": self.shown.version}

    def perform(self, form: forms.Form) -> None:
        try:
            correct_page(
                rendering_id=self.rendering.pk,
                number=self.shown.number,
                **form.cleaned_data,
                user=self.user,
                now=self.now,
            )
        except ChangedMeanwhile as changed:
            raise ValidationError(
                _("Somebody else has corrected this page meanwhile. Open it anew; keep your text.")
            ) from changed

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = (
            pages_of(self.rendering).select_related("corrected_by").defer("text", "html", "draft")
        )
        return super().get_context_data(**kwargs) | {"shown": self.shown, "pages": pages}
