"""Import agencies from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.agencies.import_services import ImportReport, import_agencies
from network.agencies.importing import read_agencies
from network.core.progress import ProgressBar
from network.provisioning.selectors import agencies_without_section
from network.provisioning.services import open_agency

SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    """Creates and updates agencies by code, then opens the missing sections."""

    help = (
        "Import agencies from FILE.csv, idempotent by code, in one transaction. A file with a "
        "single rejected row changes nothing. Then opens the section of each agency whose kind "
        "gets one; interrupted, the same command goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report, change nothing")
        parser.add_argument("--no-sections", action="store_true", help="do not open sections")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}") from error
        parsed = read_agencies(data, filename=file.name)
        report = import_agencies(parsed=parsed, dry_run=options["dry_run"])
        self.report(report)
        if not (options["dry_run"] or options["no_sections"]):
            self.open_sections(report)

    def report(self, report: ImportReport) -> None:
        """Print the result. Raises CommandError if a row was rejected."""
        for note in report.notes:
            self.stdout.write(note.message)
        for problem in report.rejected[:SHOWN_PROBLEMS]:
            self.stderr.write(f"line {problem.line}: {problem.message}")
        self.stdout.write(
            f"created {len(report.created)}, updated {len(report.updated)}, "
            f"unchanged {len(report.unchanged)}, rejected {len(report.rejected)}"
        )
        if report.rejected:
            raise CommandError("the file was refused, nothing was changed")

    def open_sections(self, report: ImportReport) -> None:
        """Open the missing sections of the file's agencies, each in its own transaction."""
        waiting = agencies_without_section([*report.created, *report.updated, *report.unchanged])
        progress = ProgressBar(len(waiting), label="sections opened")
        for agency in waiting:
            open_agency(agency=agency, now=timezone.now())
            progress.advance()
