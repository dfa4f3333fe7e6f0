"""Screens of the import of people: preview, file with the errors, template, mails sent so far."""

from operator import itemgetter
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.people.batch import agencies_to_staff
from network.agencies.people.overview import OverviewView
from network.agencies.people.selectors import runs_network
from network.agencies.people.views import PeopleView
from network.agencies.requests import AdminRequest
from network.core.export import ExportColumn, xlsx_response
from network.core.sorting import SortKey
from network.media.uploads import checked_upload

from ..previewed import MAX_BYTES, PreviewedFile, PreviewedImportView
from .planning import PeoplePlan, plan_people
from .reading import COLUMNS, ParsedPeople, RowProblem, cells_as_text, read_people
from .selectors import last_import
from .services import import_people
from .words import COLUMN, ROLE, words_of

# Rows of each list of the preview; the file with the errors has all.
SHOWN = 100


class PeopleFileForm(forms.Form):
    """The file of people."""

    file = forms.FileField(
        label=gettext_lazy("File of people"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        validators=[FileExtensionValidator(["csv", "xlsx"])],
        help_text=gettext_lazy(
            "A workbook (XLSX) or CSV file in UTF-8, 1 MB at most, one line for each role of a "
            "person. Take the template for the columns."
        ),
    )

    def clean_file(self) -> Any:
        """Return the file. Raises ValidationError if it is too large, or not what its name
        says."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 1 MB: split the list."))
        return checked_upload(file, _("This is neither a workbook (XLSX) nor a CSV file."))


class PeopleUpload(PreviewedFile):
    """A file of people as previewed."""

    salt = "provisioning.people"


class PeopleFileView(PreviewedImportView):
    """Import the people of agencies: network admins for all, agency admins for their own."""

    form_class = PeopleFileForm
    upload_class = PeopleUpload
    template_name = "provisioning/people_file.html"
    page_title = gettext_lazy("People from a file")
    success_url = reverse_lazy("provisioning:people_file")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied for users who administer neither an agency nor the network."""
        if not agencies_to_staff(self.request.user).exists():
            raise PermissionDenied
        over = OverviewView if runs_network(self.request.user) else PeopleView
        self.above = (reverse(over.index_url_name), over.page_title)
        return super().dispatch(request, *args, **kwargs)

    def preview(self, upload: PeopleUpload) -> HttpResponse:
        """Show what the file would do. Reads only."""
        parsed = read_people(upload.data)
        plan = plan_people(parsed, actor=self.request.user, now=timezone.now())
        return self.show(upload, parsed, plan)

    def bring_in(self, upload: PeopleUpload) -> HttpResponse:
        """Import the previewed file, or return it with its errors; nothing is changed then."""
        if "errors" in self.request.POST:
            parsed = read_people(upload.data)
            plan = plan_people(parsed, actor=self.request.user, now=timezone.now())
            return file_with_errors(parsed, plan.problems)
        plan = import_people(
            data=upload.data,
            filename=upload.name,
            actor=self.request.user,
            now=timezone.now(),
        )
        if plan.problems:
            return self.show(upload, read_people(upload.data), plan)
        text = _("Saved: %(people)d people, %(letters)d letters on their way, %(same)d unchanged.")
        numbers = {"people": plan.people, "letters": plan.letters, "same": plan.unchanged}
        messages.success(self.request, text % numbers)
        return redirect(str(self.success_url))

    def show(self, upload: PeopleUpload, parsed: ParsedPeople, plan: PeoplePlan) -> HttpResponse:
        """Return the preview."""
        to_see = [each for each in plan.outlook if each.needs_a_look]
        context = {
            "upload": upload,
            "plan": plan,
            "now": timezone.now(),
            "lines": len(parsed.lines),
            "problems": plan.problems[:SHOWN],
            "more_problems": max(0, len(plan.problems) - SHOWN),
            "notes": plan.notes[:SHOWN],
            "more_notes": max(0, len(plan.notes) - SHOWN),
            "changes": plan.changes[:SHOWN],
            "more_changes": max(0, len(plan.changes) - SHOWN),
            "roles": [Role(role).label for role in AGENCY_ROLES],
            "to_see": to_see,
            "in_order": [each for each in plan.outlook if not each.needs_a_look],
            "looked_at": upload.signed(self.user_id),
        }
        return self.render_to_response(self.get_context_data(form=None, **context))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the mails of the user's last import, on the first step only."""
        context = super().get_context_data(**kwargs)
        first_step = context.get("form") is not None
        last = last_import(self.request.user) if first_step else None
        return context | {"last_import": last}

    def get_header_buttons(self) -> list[HeaderButton]:
        template = reverse("provisioning:people_template")
        return [HeaderButton(_("Template"), template, icon_name="download")]


def file_with_errors(parsed: ParsedPeople, problems: list[RowProblem]) -> HttpResponse:
    """Return the lines of the file as a workbook, with a further column for what is wrong."""
    wrong: dict[int, list[str]] = {}
    for each in problems:
        words = [f"{each.column}: {each.reason}" if each.column else each.reason, each.fix]
        wrong.setdefault(each.line, []).append(" – ".join(filter(None, words)))
    width = len(parsed.heads)
    rows = [
        (*cells_as_text(row, width), "; ".join(wrong.get(row.line, []))) for row in parsed.lines
    ]
    heads = [*parsed.heads, _("Errors")]
    columns: list[ExportColumn] = [(head, itemgetter(place)) for place, head in enumerate(heads)]
    return xlsx_response(name="nguoi-co-loi", title=_("People"), columns=columns, rows=rows)


@require_safe
def people_template(request: AdminRequest) -> HttpResponse:
    """Return an empty workbook to fill in. Its second sheet lists roles and agencies."""
    agencies = agencies_to_staff(request.user).valid_on(timezone.localdate())
    if not agencies.exists():
        raise PermissionDenied
    named = list(agencies.order_by(SortKey("name")).values_list("code", "name"))
    roles = [words[0] for words in words_of(ROLE).values()]
    heads = words_of(COLUMN)
    example: dict[str, str] = {
        "agency": named[0][0],
        "full_name": "Nguyễn Thị Mẫu",
        "email": "mau.nt@gialai.example.vn",
        "role": roles[0],
        "decision_number": "12/QĐ-MAU",
        "valid_from": "",
        "valid_to": "",
        "decided_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    legend = [(heads["agency"][0], _("Agency"), heads["role"][0])]
    length = max(len(named), len(roles))
    padded = [*named, *[("", "")] * (length - len(named))]
    words = [*roles, *[""] * (length - len(roles))]
    legend += [(code, name, role) for (code, name), role in zip(padded, words, strict=True)]
    return xlsx_response(
        name="mau-nguoi",
        title=_("People"),
        columns=[(heads[key][0], itemgetter(key)) for key in COLUMNS],
        rows=[example],
        legend=(_("Accepted names"), legend),
    )
