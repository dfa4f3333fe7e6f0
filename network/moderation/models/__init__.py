"""Models of the shared workflow."""

from .checklist import ChecklistItem, LegalBasis
from .decisions import DECIDING_ACTIONS, Action, ChainEnd, Decision
from .mails import MailPreference
from .previews import PreviewLink
from .publications import EditorialRules, UrgentPublication, Withdrawal, WithdrawalReason
from .submissions import Submission
from .tasks import AppraisalTask, ApprovalTask

__all__ = [
    "DECIDING_ACTIONS",
    "Action",
    "AppraisalTask",
    "ApprovalTask",
    "ChainEnd",
    "ChecklistItem",
    "Decision",
    "EditorialRules",
    "LegalBasis",
    "MailPreference",
    "PreviewLink",
    "Submission",
    "UrgentPublication",
    "Withdrawal",
    "WithdrawalReason",
]
