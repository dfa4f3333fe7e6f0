"""Translated texts about a file of agencies."""

from django.utils.translation import gettext

from .import_rows import AgencyImportProblem


def explain(problem: AgencyImportProblem) -> str:
    """Return the problem as a sentence in the active language."""
    values = {
        name: gettext(str(value)) if name == "label" else value
        for name, value in problem.values.items()
    }
    return gettext(problem.text) % values
