"""Public form "report a problem with this page". Without session and cookies."""

from typing import Any

from sites.submissions import PageSubmitView

from .forms import ProblemForm
from .services import report_problem


class ReportView(PageSubmitView[ProblemForm]):
    """Accepts a report about a page."""

    form_class = ProblemForm
    template_name = "questions/report.html"
    received_template_name = "questions/reported.html"

    def store(self, form: ProblemForm) -> str:
        """Store the report. Its sender gets no code."""
        about: dict[str, Any] = {"agency": self.agency, "page": self.meant.page}
        fields = {name: form.cleaned_data[name] for name in ("kind", "text")}
        report_problem(path=self.meant.path, now=self.now, **about, **fields)
        return ""
