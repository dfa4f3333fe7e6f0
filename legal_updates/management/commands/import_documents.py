"""Command that records the legal documents of a table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from legal_updates.importing.services import DocumentImportReport, import_documents
from legal_updates.importing.tables import CSV, TSV, BrokenTable
from legal_updates.recording import RecordOutcome
from legal_updates.statuses.selectors import describe_counts, status_counts

_PARTS = ("number", "type", "body", "date")


class Command(BaseCommand):
    """Prints refused and doubtful rows by line, then the totals."""

    help = (
        "Record the legal documents of a table. tsv: raw_title, number, type, issuing_body, "
        "issued, effective. csv: number, type, issuing_body, issued, title, and any of signer, "
        "signer_position, effective, expires, separate_effect, validity, validity_source, "
        "validity_checked, expiry_reason, expired_parts, gazette, gazette_number, official_url, "
        "topics. A second run of the same file changes nothing; records wait for a person to "
        "confirm them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file argument, and `--as` for its format if the name does not show it."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say it, write nothing")
        parser.add_argument(
            "--as", dest="form", choices=(TSV, CSV), help="the form (default: by the file's name)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Record the rows and print the result. Raises CommandError for an unreadable or invalid
        file."""
        path = options["file"]
        form = options["form"] or path.suffix.lower().removeprefix(".")
        if form not in (TSV, CSV):
            raise CommandError(f"say with --as whether {path} is {TSV} or {CSV}")
        try:
            report = import_documents(
                body=path.read_bytes(),
                form=form,
                now=timezone.now(),
                dry_run=options["dry_run"],
                progress=self.show_progress,
            )
        except OSError as error:
            raise CommandError(f"cannot read {path}: {error.strerror}") from error
        except BrokenTable as error:
            raise CommandError(f"{path} is no such table, nothing was changed: {error}") from error
        self.show_lines(report)
        self.show_sums(report, dry_run=options["dry_run"])

    def show_progress(self, done: int, rows: int) -> None:
        """Print the progress to stderr."""
        self.stderr.write(f"{done} of {rows} rows")

    def show_lines(self, report: DocumentImportReport) -> None:
        """Print what a person should check, by line of the file."""
        for line, reason in report.refused:
            self.stdout.write(f"line {line}: refused: {reason}")
        for line, number, warning in report.warnings:
            self.stdout.write(f"line {line}: {number}: {warning.replace('_', ' ')}")
        for line in report.without_body:
            self.stdout.write(f"line {line}: the issuing body is not told")
        for word, count in sorted(report.unknown_kinds.items()):
            self.stdout.write(f"unknown kind, kept as other: {word} ({count})")
        for name in report.new_bodies:
            self.stdout.write(f"new body: {name}")
        for each in report.disagreements:
            read = each.read or "nothing"
            self.stdout.write(f"line {each.line}: {each.part} reads {read}, given {each.given}")

    def show_sums(self, report: DocumentImportReport, *, dry_run: bool) -> None:
        """Print how many rows had which result."""
        if report.compared:
            for part in _PARTS:
                wrong = sum(each.part == part for each in report.disagreements)
                share = 100 * (report.compared - wrong) / report.compared
                self.stdout.write(f"{part} agrees with the column: {share:.2f} %")
        verdicts = ", ".join(f"{report.verdicts[verdict]} {verdict}" for verdict in RecordOutcome)
        ending = " (dry run: nothing was written)" if dry_run else ""
        refused = len(report.refused)
        self.stdout.write(describe_counts(status_counts()))
        self.stdout.write(f"{report.rows} rows: {verdicts}, {refused} refused{ending}")
