"""Inspect all stored files from the command line, for example right after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...inspection.models import FileOutcome
from ...inspection.stored import check_stored_file, unchecked_files
from ...viewing.results import Refusal
from ...viewing.wording import refusal_text

_EVERY = 50


class Command(BaseCommand):
    """Safe to interrupt and restart at any time. The job `media.check_stored` does the same."""

    help = (
        "Inspect the stored files that the newest rules have not seen: programs, macros, scripts "
        "and links out. A PDF is cleaned in its place, another file is withdrawn; the original is "
        "kept below MEDIA_ROOT/quarantine. Stop it whenever you like: it goes on where it stopped."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Inspect every stored file that the newest rules have not seen, and store the results.

        Prints one line for each file that was not accepted unchanged, and the progress.
        """
        waiting = list(unchecked_files())
        counts = dict.fromkeys(FileOutcome.values, 0)
        for number, stored in enumerate(waiting, start=1):
            check = check_stored_file(stored, now=timezone.now())
            counts[check.outcome] += 1
            if check.outcome != FileOutcome.ACCEPTED:
                why = refusal_text(Refusal(check.reason), check.found) if check.reason else ""
                label = stored.field.model._meta.label
                self.stdout.write(f"{check.outcome}\t{label}\t{stored.name}\t{why}".rstrip())
            if number % _EVERY == 0 or number == len(waiting):
                self.stdout.write(f"{number}/{len(waiting)}")
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        self.stdout.write(f"Inspected {len(waiting)} files: {told}.")
