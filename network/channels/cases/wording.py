"""Sentences about the outcome of a case, made from its columns each time they are shown.

No sentence is stored: agencies are renamed and outcomes are taken back.
"""

from django.utils.translation import gettext as _

from ..models import Case, CaseOutcome, FakeReport


def outcome_in_words(case: Case) -> str:
    """Return the sentence about a case's outcome for the senders of its reports."""
    agency = case.agency.name
    if case.outcome == CaseOutcome.IMPERSONATION:
        return _("Confirmed: this page passes for one of %s. Citizens are warned of it.") % agency
    words = {
        CaseOutcome.SIMILAR: _("The page has a name like that of %s, and does not pass for it."),
        CaseOutcome.OLD_PAGE: _(
            "It is an old page of %s that was not closed. It is being seen to."
        ),
        CaseOutcome.NOT_OURS: _("The page is not one of %s, and does not pass for it."),
        CaseOutcome.NO_BREACH: _(
            "The officers looked at the page and found nothing against %s in it."
        ),
    }
    return words[CaseOutcome(case.outcome)] % agency


def answer_in_words(report: FakeReport) -> str:
    """Return the answer to a report: an officer's, or the sentence about its case's outcome; ""
    while open."""
    case = report.answered_by_case
    return outcome_in_words(case) if case else report.answer
