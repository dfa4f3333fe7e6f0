"""Views for actions on a report other than writing it."""

from typing import Any

from django.forms import Form
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from network.desks.acts import ActForm
from network.desks.delegation_views import RowDelegateForm
from network.desks.transitions import Transition

from .. import reminding, services
from ..models import OutlinePart, Report
from ..selectors import texts_of, writing_agency
from ..transitions import (
    ACCEPT,
    CORRECT,
    EXTEND,
    REMIND,
    SEND_BACK,
    TAKE_PAPER,
    submission_of,
)
from .forms import (
    ExtensionForm,
    FigureCorrectionForm,
    PaperForm,
    ReportReturnForm,
    TextCorrectionForm,
)
from .report_views import ReportRow


class ReportActs(ReportRow, ActForm):
    """Base view of an action on a report."""

    key = "report_id"
    row_class = "row-page row-page--above-form"
    template_name = "desks/transition.html"


class SubmitView(ReportActs):
    """Submit the report with its signed scan."""

    form_class, service = PaperForm, staticmethod(services.submit_report)
    success_message = gettext_lazy("It is handed in.")

    @property
    def explanation(self) -> str:
        """Return the instructions: scan the agency's own report, or the paper it has sent."""
        if self.row.on_paper:
            return gettext("Scan the paper that the agency sent, and enter its number and day.")
        return gettext(
            "Sign and stamp the report, scan it, and enter its number and day. Nothing of it can "
            "be changed then, unless it is returned."
        )

    @property
    def transition(self) -> Transition[Report]:
        """Return the submission transition of this report; overseers submit reports received on
        paper."""
        return submission_of(self.row)


class DelegateReportView(ReportRow, RowDelegateForm):
    """Hand the writing of a report to a colleague."""


class TakePaperView(ReportActs):
    """Enter the report of an agency that works on paper."""

    transition, service = TAKE_PAPER, staticmethod(services.take_paper)
    success_message = gettext_lazy("Enter the figures as they stand on the paper.")

    @property
    def explanation(self) -> str:
        """Return what happens to the figures already in the report."""
        if writing_agency(self.row):
            return gettext(
                "Nothing is counted by the system then, and the agency cannot write the report any "
                "more."
            )
        return gettext(
            "The agency is no more, and nobody alone goes on with its work: what stands in the "
            "report stays, and you enter the rest."
        )


class AcceptView(ReportActs):
    """Accept the report."""

    transition, service = ACCEPT, staticmethod(services.accept_report)
    success_message = gettext_lazy("The report is accepted and counts for the province.")
    explanation = gettext_lazy("After that its figures change by a correction alone.")


class SendBackView(ReportActs):
    """Return the report to the agency."""

    transition, form_class = SEND_BACK, ReportReturnForm
    service = staticmethod(services.return_report)
    success_message = gettext_lazy("Returned.")


class RemindView(ReportActs):
    """Remind the agency."""

    transition, service = REMIND, staticmethod(reminding.remind)
    success_message = gettext_lazy("The agency is reminded.")
    explanation = gettext_lazy(
        "Who writes and who submits the report get a mail. An agency is reminded once a day at "
        "most."
    )


class ExtendView(ReportActs):
    """Extend the agency's deadline."""

    transition, form_class = EXTEND, ExtensionForm
    service = staticmethod(reminding.extend)
    success_message = gettext_lazy("The agency has more time.")


class CorrectView(ReportActs):
    """Correct a figure or, with `?phan=`, the text under a heading."""

    transition = CORRECT
    success_message = gettext_lazy("It is corrected; what stood there stays to be read.")

    @cached_property
    def part(self) -> OutlinePart | None:
        """Return the heading whose text is corrected, or None for a figure."""
        outline = self.row.period.indicator_set.outline
        return outline.filter(number=self.request.GET.get("phan")).first()

    def get_form(self, form_class: Any = None) -> Form:
        """Return the form for a figure of this report, or for the text."""
        if self.part:
            return super().get_form(TextCorrectionForm)
        form: Any = super().get_form(FigureCorrectionForm)
        values = self.row.values.select_related("indicator")
        form.offer(values, has_estimates=self.row.period.has_estimates)
        return form

    def get_initial(self) -> dict[str, Any]:
        """Return the current text as initial value."""
        return {"new": texts_of(self.row).get(self.part.pk, "")} if self.part else {}

    def get_page_title(self) -> str:
        """Return the title for correcting a text or a figure."""
        return gettext("Correct a text") if self.part else str(super().get_page_title())

    def get_page_subtitle(self) -> str:
        """Return the heading, or the report's subtitle."""
        return str(self.part or super().get_page_subtitle())

    def service(self, **told: Any) -> object:
        """Call the service for a text or a figure."""
        if self.part:
            return services.correct_text(part=self.part, **told)
        return services.correct_figure(**told)
