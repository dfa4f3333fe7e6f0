"""Import agencies in the admin: choose a file, preview the result, import exactly that file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from network.agencies.import_services import ImportReport, import_agencies
from network.agencies.import_wording import explain
from network.agencies.importing import ParsedFile, read_agencies
from network.agencies.models import Agency
from network.agencies.people.network_views import AGENCIES, NetworkAdminMixin
from network.agencies.requests import AdminRequest
from network.core.disk import refuse_upload
from network.media.uploads import inspected_upload

from .previewed import MAX_BYTES, PreviewedFile, PreviewedImportView
from .services import import_with_sections

SHOWN_PROBLEMS = 50


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


class Upload(PreviewedFile):
    """A file of agencies. The option is whether to open their sections."""

    salt = "provisioning.import"

    def read(self) -> ParsedFile:
        """Return the rows and errors of the file."""
        return read_agencies(self.data, filename=self.name)


class ImportView(NetworkAdminMixin, PreviewedImportView):
    """Import agencies."""

    request: AdminRequest
    form_class = AgencyFileForm
    upload_class = Upload
    template_name = "provisioning/import.html"
    page_title = gettext_lazy("Import agencies")
    success_url = AGENCIES
    above = (AGENCIES, Agency._meta.verbose_name_plural)

    def preview(self, upload: Upload) -> HttpResponse:
        parsed = upload.read()
        return self.show(upload, parsed, import_agencies(parsed=parsed, dry_run=True))

    def bring_in(self, upload: Upload) -> HttpResponse:
        """Import the file. If it is refused meanwhile, show the errors; nothing is changed then."""
        parsed = upload.read()
        report = import_with_sections(
            parsed=parsed,
            sha256=upload.sha256,
            sections=upload.option,
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
            "looked_at": "" if problems else upload.signed(self.user_id),
        }
        return self.render_to_response(self.get_context_data(form=None, **context))


def _numbers(report: ImportReport) -> dict[str, Any]:
    return {
        "new": len(report.created),
        "changed": len(report.updated),
        "same": len(report.unchanged),
    }
