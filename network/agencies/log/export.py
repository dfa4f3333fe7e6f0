"""Lists as files that a spreadsheet opens, and the log as one of them."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import AuditEntry
from .description import describe

# Excel reads a CSV file as UTF-8 only behind this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula (OWASP, "CSV Injection"); full-width forms count too.
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"


def log_response(entries: Iterable[AuditEntry]) -> StreamingHttpResponse:
    """Return the entries as a file."""
    head = [_("Time"), _("Who"), _("Agency"), _("Action"), _("Concerning"), _("Detail")]
    return csv_response(name="nhat-ky", head=head, rows=map(_cells, entries))


def csv_response(*, name: str, head: list[str], rows: Iterable[list[str]]) -> StreamingHttpResponse:
    """Return a CSV file, sent row by row; today's date stands behind its `name`."""
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        _csv_lines(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _csv_lines(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


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
