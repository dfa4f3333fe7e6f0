"""The whole work of a night, and its figures for the screen of the system's state."""

import datetime as dt

from network.core.system_checks.records import record_result

from .files import delete_orphans
from .pruning import Pruned, prune

RECORD = "pruning"


def prune_all(*, now: dt.datetime) -> list[Pruned]:
    """Delete old rows and derived files without a row; stores and returns the figures."""
    figures = [*prune(now=now), *delete_orphans(now=now)]
    record_result(
        RECORD,
        now=now,
        rows=sum(each.rows for each in figures),
        bytes=sum(each.size for each in figures),
        errors=[each.model for each in figures if each.error],
        tables={each.model: [each.rows, each.size] for each in figures if each.rows},
    )
    return figures
