"""Models: report forms, periods, reports and totals."""

from .forms import Indicator, IndicatorKind, IndicatorSet, OutlinePart
from .periods import YEAR_KINDS, Deadline, Period, PeriodKind
from .prints import Print
from .reports import (
    LOCKED_STATES,
    OPEN_STATES,
    RECEIVED_STATES,
    Correction,
    Narrative,
    Report,
    ReportState,
    TextCorrection,
    Value,
)
from .totals import Consolidation

__all__ = [
    "LOCKED_STATES",
    "OPEN_STATES",
    "RECEIVED_STATES",
    "YEAR_KINDS",
    "Consolidation",
    "Correction",
    "Deadline",
    "Indicator",
    "IndicatorKind",
    "IndicatorSet",
    "Narrative",
    "OutlinePart",
    "Period",
    "PeriodKind",
    "Print",
    "Report",
    "ReportState",
    "TextCorrection",
    "Value",
]
