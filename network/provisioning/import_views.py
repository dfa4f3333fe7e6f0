"""Import agencies in the admin: choose a file, preview the result, import exactly that file."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.import_services import ImportReport, import_agencies
from network.agencies.import_wording import explain
from network.agencies.importing import ParsedFile, read_agencies
from network.agencies.models import Agency
from network.agencies.people.network_views import AGENCIES, NetworkAdminMixin
from network.agencies.requests import AdminRequest
from network.core.disk import refuse_upload
from network.media.uploads import inspected_upload

from .services import import_with_sections

MAX_BYTES = 1024 * 1024
SHOWN_PROBLEMS = 50
_SALT = "provisioning.import"
_HOUR = 3600


class AgencyFileForm(forms.Form):
    """The file, and whether to open the sections at once."""

    file = forms.FileField(
        label=gettext_lazy("File of agencies"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "A CSV file in UTF-8, 1 MB at most. The guide names its columns; an agency is known "
            "by its code."
        ),
    )
    sections = forms.BooleanField(
        label=gettext_lazy("Open the sections that are missing, too"), required=False, initial=True
    )

    def clean_file(self) -> Any:
        """Return the file. Raises ValidationError if it is too large or starts programs."""
        file = self.cleaned_data["file"]
        refuse_upload()
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 1 MB: split the list."))
        return inspected_upload(file, "danh-sach.csv")


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file as previewed, with the chosen option."""

    data: bytes
    name: str
    sections: bool

    @property
    def sha256(self) -> str:
        """Return the hash that identifies the file."""
        return hashlib.sha256(self.data).hexdigest()

    def read(self) -> ParsedFile:
        """Return the rows and errors of the file."""
        return read_agencies(self.data, filename=self.name)

    def signed(self, user_id: int) -> str:
        """Return a signed text with which only this user can submit the same file again."""
        data = base64.b64encode(self.data).decode()
        return signing.dumps([user_id, self.name, self.sections, data], salt=_SALT, compress=True)

    @classmethod
    def from_signed(cls, text: str, user_id: int) -> "Upload":
        """Return the upload from a signed text. Raises BadSignature if it is invalid, of another
        user, or older than an hour."""
        owner, name, sections, data = signing.loads(text, salt=_SALT, max_age=_HOUR)
        if owner != user_id:
            raise signing.BadSignature
        return cls(base64.b64decode(data), name, sections)


class ImportView(NetworkAdminMixin, WagtailAdminTemplateMixin, FormView):
    """Two steps: the first shows a preview and changes nothing, the second imports."""

    request: AdminRequest
    form_class = AgencyFileForm
    template_name = "provisioning/import.html"
    page_title = gettext_lazy("Import agencies")
    header_icon = "upload"
    success_url = AGENCIES
    here = reverse_lazy("provisioning:import")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Preview a file, or import the previewed one."""
        if "looked_at" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            upload = Upload.from_signed(request.POST["looked_at"], self._me)
        except signing.BadSignature:
            messages.error(request, _("The preview is too old: choose the file again."))
            return redirect(str(self.here))
        return self.bring_in(upload)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        file = form.cleaned_data["file"]
        upload = Upload(file.read(), file.name[:120], form.cleaned_data["sections"])
        parsed = upload.read()
        return self.show(upload, parsed, import_agencies(parsed=parsed, dry_run=True))

    def bring_in(self, upload: Upload) -> HttpResponse:
        """Import the file. If it is refused meanwhile, show the errors; nothing is changed then."""
        parsed = upload.read()
        report = import_with_sections(
            parsed=parsed,
            sha256=upload.sha256,
            sections=upload.sections,
            actor=self.request.user,
            now=timezone.now(),
        )
        if report.rejected:
            return self.show(upload, parsed, report)
        text = _("Imported: %(new)d new agencies, %(changed)d changed, %(same)d as before.")
        numbers = _numbers(report)
        messages.success(self.request, text % numbers)
        return redirect(str(self.success_url))

    def show(self, upload: Upload, parsed: ParsedFile, report: ImportReport) -> HttpResponse:
        """Show the result of each line, and the import button if there is anything to import."""
        names = {row.code: row.name for row in parsed.rows}
        problems = [(each.line, explain(each)) for each in report.rejected]
        context = _numbers(report) | {
            "upload": upload,
            "agencies": [
                (heading, [(code, names[code]) for code in codes])
                for heading, codes in ((_("New"), report.created), (_("Changed"), report.updated))
            ],
            "notes": [explain(each) for each in report.notes],
            "problems": problems[:SHOWN_PROBLEMS],
            "more_problems": max(0, len(problems) - SHOWN_PROBLEMS),
            "looked_at": "" if problems else upload.signed(self._me),
        }
        return self.render_to_response(self.get_context_data(form=None, **context))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        agencies = {"url": AGENCIES, "label": Agency._meta.verbose_name_plural}
        return [*super().get_breadcrumbs_items(), agencies, {"url": "", "label": self.page_title}]

    @property
    def _me(self) -> int:
        return int(self.request.user.pk or 0)


def _numbers(report: ImportReport) -> dict[str, Any]:
    return {
        "new": len(report.created),
        "changed": len(report.updated),
        "same": len(report.unchanged),
    }
