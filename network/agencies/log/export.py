"""The log as a file that a spreadsheet opens."""

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import AuditEntry
from .description import describe

# Excel reads a CSV file as UTF-8 only behind this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"); full-width forms count too.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"


def csv_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the file line by line: head row, then one row for each entry."""
    writer = csv.writer(_Echo())
    head = [_("Time"), _("Who"), _("Agency"), _("Action"), _("Concerning"), _("Detail")]
    yield BYTE_ORDER_MARK + writer.writerow(head)
    for entry in entries:
        yield writer.writerow([harmless(cell) for cell in _cells(entry)])


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet calculates it: an apostrophe makes it text."""
    starts = cell[:1], cell.lstrip()[:1]
    return f"'{cell}" if any(start and start in FORMULA_STARTS for start in starts) else cell


def _cells(entry: AuditEntry) -> list[str]:
    return [
        date_format(timezone.localtime(entry.at), "d/m/Y H:i:s"),
        entry.actor_name,
        entry.agency.name if entry.agency else "",
        str(entry.get_action_display()),
        entry.subject,
        describe(entry),
    ]


class _Echo:
    """The "file" of csv.writer: gives back what is written (Django manual, streaming CSV)."""

    def write(self, line: str) -> str:
        return line
