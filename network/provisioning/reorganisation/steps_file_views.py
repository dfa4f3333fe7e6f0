"""Screens of steps from a file: upload, and the template to download."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.models import SuccessionKind
from network.core.export import xlsx_response
from network.media.uploads import checked_upload

from ..previewed import MAX_BYTES
from .steps_file import HEADINGS, add_steps_from_file
from .views import PlanFormView

# Sentences shown at once for a wrong file.
_SHOWN = 50


class StepsFileForm(forms.Form):
    """The file of steps."""

    file = forms.FileField(
        label=gettext_lazy("File of steps"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        validators=[FileExtensionValidator(["csv", "xlsx"])],
        help_text=gettext_lazy(
            "A workbook (XLSX) or CSV file in UTF-8, 1 MB at most, one line for each former and "
            "receiving agency, named by their codes. Take the template for the columns."
        ),
    )

    def clean_file(self) -> Any:
        """Return the file. Raises ValidationError if it is too large or not what its name says."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 1 MB: split the list."))
        return checked_upload(file, _("This is neither a workbook (XLSX) nor a CSV file."))


class StepsFileView(PlanFormView):
    """Adds the steps of a file, all or none."""

    form_class = StepsFileForm
    page_title = submit_label = gettext_lazy("Steps from a file")
    success_message = gettext_lazy("The steps of the file are added.")
    explanation = gettext_lazy(
        "If one line is wrong, nothing is saved and each wrong line is named."
    )

    def get_header_buttons(self) -> list[HeaderButton]:
        url = reverse("reorganisation:template")
        return [HeaderButton(_("Template"), url, icon_name="download")]

    def perform(self, form: forms.Form) -> None:
        try:
            data = form.cleaned_data["file"].read()
            add_steps_from_file(plan=self.plan, data=data, actor=self.user)
        except ValidationError as error:
            shown = error.messages[:_SHOWN]
            more = len(error.messages) - len(shown)
            rest = [_("And %(number)d more.") % {"number": more}] if more else []
            raise ValidationError([*shown, *rest]) from error


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Return the workbook to fill in: headings, and a second sheet with the allowed words."""
    columns = [(heading, lambda _row: "") for heading in HEADINGS.values()]
    rows = [[str(HEADINGS["kind"]), _("Meaning")]]
    rows += [[str(kind.label), str(_WORDS[kind])] for kind in SuccessionKind]
    name, title = "mau-cac-buoc-sap-xep", _("Steps")
    return xlsx_response(
        name=name, title=title, columns=columns, rows=[], legend=(_("Words to use"), rows)
    )


_WORDS = {
    SuccessionKind.CONSOLIDATION: gettext_lazy("Several agencies end and become a new one."),
    SuccessionKind.MERGER: gettext_lazy("An agency ends and goes into one that goes on."),
    SuccessionKind.SPLIT: gettext_lazy("An agency is divided: one line for each receiver."),
    SuccessionKind.RENAMING: gettext_lazy("An agency gets a new name and stays what it is."),
    SuccessionKind.TRANSFER: gettext_lazy("A function passes; both agencies go on."),
    SuccessionKind.DISSOLUTION: gettext_lazy("An agency ends and nobody receives its work."),
}
