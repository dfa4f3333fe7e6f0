"""Command that verifies the decision logs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import Count, QuerySet

from network.agencies.models import Agency
from network.core.progress import ProgressBar
from network.moderation.chain import CHUNK
from network.moderation.heads import HeadsError, SignedHeads, heads_file
from network.moderation.models import Action, Decision
from network.moderation.verification import find_breaks, read_signed_heads

# pg_has_role is also true for a superuser, who counts as a member of every role.
_MAY_REWRITE = """
SELECT current_user FROM pg_class
 WHERE oid = 'moderation_decision'::regclass AND pg_has_role(relowner, 'USAGE')
"""
# Below this number of chunks the command is fast enough without a progress bar.
PROGRESS_FROM_CHUNKS = 20


class Command(BaseCommand):
    """Print one line if all logs are intact, otherwise the first broken row of each broken log."""

    help = (
        "Prove that no decision was altered, added or taken away, that what was decided upon still "
        "says the same, and that every head signed outside the database is in its log. The exit "
        "code is 1 when a log is broken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--agency CODE`; without it all agencies are verified."""
        parser.add_argument("--agency", metavar="CODE", help="verify the log of this agency alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify one log after the other. Raises CommandError with the broken rows."""
        agencies = self.chosen(options["agency"])
        counts = dict(
            Decision.objects.filter(agency__in=agencies)
            .order_by()
            .values_list("agency")
            .annotate(rows=Count("pk"))
        )
        chunks = sum(-(-count // CHUNK) for count in counts.values())
        bar = ProgressBar(chunks, label="parts of the logs")
        advance = bar.advance if chunks >= PROGRESS_FROM_CHUNKS else lambda: None
        signed = self.signed()
        if breaks := find_breaks(agencies, signed, advance=advance):
            raise CommandError(
                "\n".join(
                    f"{each.agency}, decision {each.sequence}: {each.reason}" for each in breaks
                )
            )
        self.stdout.write(
            f"decisions: {sum(counts.values())} in {len(agencies)} agencies, all whole"
        )
        if signed:
            self.stdout.write(f"signed heads: {len(signed)} in {heads_file()}, all kept")
        else:
            self.stderr.write(f"No signed heads in {heads_file()}: only the logs prove themselves.")
        self.warn_of_owner()
        rewritten = Decision.objects.filter(agency__in=agencies, deed=Action.CONTENT_MIGRATED)
        for name, number in (
            rewritten.order_by().values_list("detail__migration").annotate(Count("pk"))
        ):
            self.stdout.write(f"contents rewritten by {name}: {number}")

    def warn_of_owner(self) -> None:
        """Warn if the database role of the application owns the log table and so could rewrite
        it."""
        with connection.cursor() as cursor:
            cursor.execute(_MAY_REWRITE)
            (role,) = cursor.fetchone() or ("",)
        if role:
            self.stderr.write(f"The role {role} may rewrite the logs: see docs/operations.md.")

    def signed(self) -> list[SignedHeads]:
        """Return the lines of the file of signed heads. Raises CommandError if the file was
        altered."""
        try:
            return read_signed_heads()
        except HeadsError as error:
            raise CommandError(f"{heads_file()}: {error}") from error

    def chosen(self, code: str | None) -> QuerySet[Agency]:
        """Return all agencies or the one with `code`, ordered by code. Raises CommandError if there
        is none."""
        agencies = Agency.objects.order_by("code")
        if code is None:
            return agencies
        if not agencies.filter(code=code).exists():
            raise CommandError(f"there is no agency with the code {code!r}")
        return agencies.filter(code=code)
