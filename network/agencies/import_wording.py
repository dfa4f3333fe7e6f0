"""What is said on screens about a file of agencies."""

from django.utils.translation import gettext

from .import_rows import AgencyImportProblem


def explain(problem: AgencyImportProblem) -> str:
    """Return what is wrong, in the reader's language."""
    values = {
        name: gettext(str(value)) if name == "label" else value
        for name, value in problem.values.items()
    }
    return gettext(problem.text) % values
