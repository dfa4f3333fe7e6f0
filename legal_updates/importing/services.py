"""Record the documents of a table."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.db import transaction

from network.core.text import fold

from ..models import OTHER_KIND, DocumentType, Topic
from ..models.choices import Origin
from ..services import Recorded, record_documents
from .agreement import Disagreement, compare
from .tables import TSV, ImportedRow, RegisterLabels, read_table

_BATCH = 200


@dataclass(slots=True)
class DocumentImportReport:
    """Result of an import. Line numbers are those of the file."""

    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unknown_kinds: Counter[str] = field(default_factory=Counter)
    new_bodies: list[str] = field(default_factory=list)
    without_body: list[int] = field(default_factory=list)
    warnings: list[tuple[int, str, str]] = field(default_factory=list)
    compared: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)


def import_documents(
    *,
    body: bytes,
    form: str,
    now: dt.datetime,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, rows: None,
) -> DocumentImportReport:
    """Record every row of a table and return a report.

    Raises BrokenTable before anything is written. Rows are recorded in batches with a transaction
    each; an interrupted import can be repeated, since recorded rows do not change. A dry run is
    rolled back.
    """
    rows = read_table(body, form, _words())
    report = DocumentImportReport(rows=len(rows))
    if not dry_run:
        _record(rows, form, now, report, progress)
        return report
    with transaction.atomic():
        _record(rows, form, now, report, progress)
        transaction.set_rollback(True)
    return report


def _words() -> RegisterLabels:
    kinds = {fold(kind.label): kind.key for kind in DocumentType.objects.all()}
    topics = list(Topic.objects.values_list("slug", "name"))
    return RegisterLabels(
        kinds=kinds,
        topics={fold(word): slug for slug, name in topics for word in (slug, name)},
    )


def _record(
    rows: Sequence[ImportedRow],
    form: str,
    now: dt.datetime,
    report: DocumentImportReport,
    progress: Callable[[int, int], None],
) -> None:
    """Record the readable rows in batches, and count in `report` what happened to each; `progress`
    gets rows done and rows in all."""
    report.refused = [(row.line, row.reason) for row in rows if row.facts is None]
    good = [row for row in rows if row.facts is not None]
    done = len(report.refused)
    for portion in batched(good, _BATCH):
        facts = [row.facts for row in portion if row.facts]
        recorded = record_documents(facts=facts, origin=Origin.TABLE, now=now)
        for row, each in zip(portion, recorded, strict=True):
            _note(report, row, each)
        if form == TSV:
            report.compared += len(portion)
            report.disagreements += compare(portion)
        done += len(portion)
        progress(done, len(rows))


def _note(report: DocumentImportReport, row: ImportedRow, each: Recorded) -> None:
    report.verdicts[each.verdict] += 1
    document = each.document
    if document.type.key == OTHER_KIND:
        report.unknown_kinds[row.type_word] += 1
    if each.new_body and document.issuer:
        report.new_bodies.append(f"{document.issuer} ({document.issuer.level})")
    if document.issuer is None:
        report.without_body.append(row.line)
    report.warnings += [(row.line, document.number, warning) for warning in each.warnings]
    if each.body_out_of_time:
        report.warnings.append((row.line, document.number, "body_out_of_its_time"))
