"""Letters as PDF, printed by LibreOffice in the worker, once per content."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from network.agencies.models import Agency
from network.core.official_reports import OfficialReport, report_docx
from network.media.viewing.results import FileRefused
from network.media.viewing.running import ChildDied, Processes

from .documents import official_report, official_totals
from .models import Period, Print, Report

_SECONDS = 120.0


def can_print() -> bool:
    """Return whether LibreOffice is installed here or, in the images of Docker, at the worker."""
    return bool(settings.OFFICE_PROGRAM) or settings.OFFICE_IN_WORKER


@transaction.atomic
def printed(official: OfficialReport, **of: Report | Period) -> Print:
    """Return the print row, locked, for the current content of a `report` or `period`.

    A row without a file is still to be printed.
    """
    digest = _digest(official)
    rows = Print.objects.select_for_update()
    row, _made = rows.get_or_create(**of, defaults={"digest": digest})
    if row.digest != digest:
        _replace(row, digest, None)
    return row


def print_report(*, report_id: int) -> None:
    """Print a report. A failure is stored until its content changes."""
    reports = Report.objects.select_related("agency", "period__indicator_set")
    report = reports.get(pk=report_id)
    _print(official_report(report), report=report)


def print_totals(*, period_id: int, issuer_id: int) -> None:
    """Print the totals of a period as a letter of agency `issuer_id`."""
    period = Period.objects.select_related("indicator_set").get(pk=period_id)
    _print(official_totals(period, Agency.objects.get(pk=issuer_id)), period=period)


def _print(official: OfficialReport, **of: Report | Period) -> None:
    contents = _as_pdf(report_docx(official))
    with transaction.atomic():
        row = Print.objects.select_for_update().get(**of)
        _replace(row, _digest(official), contents)


def _as_pdf(letter: bytes) -> bytes:
    """Return the letter as PDF, or b"" on failure."""
    with TemporaryDirectory(prefix="print-", ignore_cleanup_errors=True) as name:
        source, folder = Path(name) / "file", Path(name) / "made"
        folder.mkdir()
        source.write_bytes(letter)
        try:
            made = Processes(folder, lambda: None, _SECONDS).saved_as("pdf", source)
        except (FileRefused, ChildDied):
            return b""
        return made.read_bytes()


def _replace(row: Print, digest: str, contents: bytes | None) -> None:
    """Replace the print's content and delete the old file. None means that it must still be
    printed."""
    old = row.file.name
    row.digest, row.failed = digest, contents == b""
    row.file = ""
    if contents:
        row.file.save("bao-cao.pdf", ContentFile(contents), save=False)
    row.save()
    if old:
        transaction.on_commit(lambda: row.file.storage.delete(old))


def _digest(official: OfficialReport) -> str:
    return hashlib.sha256(repr(official).encode()).hexdigest()
