"""Load a generated network of a given size, for measurements."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.core.database_owner import as_owner
from network.hub.search.keeping import rebuild

from ...load import loader
from ...load.database import use_database
from ...load.documents import load_documents


class Command(BaseCommand):
    """Fills a separate database with the requested number of agencies."""

    help = (
        "Load agencies with people, articles, images, documents and sources, in bulk, into the "
        "database DATABASE beside the configured one (made and migrated when missing; the demo's "
        "is left alone). What is there stays: the same numbers again add nothing, a larger "
        "--agencies adds the rest, and an interrupted run goes on. Refused on production settings."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agencies", type=_count, default=40)
        parser.add_argument("--pages", type=_count, default=20, help="articles of each new agency")
        parser.add_argument("--documents", type=_number, default=0, help="legal documents in all")
        parser.add_argument("--citations", type=_number, default=0, help="of them, by the articles")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--database", default="pbgdpl_load", help="default: %(default)s")
        place.add_argument(
            "--here", action="store_true", help="load into the configured database itself"
        )

    def handle(self, *args: Any, agencies: int, pages: int, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("a loaded network is for measuring; these are production settings")
        # As owner, because it creates databases and disables triggers.
        with as_owner():
            self.load(agencies=agencies, pages=pages, **options)

    def load(self, *, agencies: int, pages: int, **options: Any) -> None:
        """Create and migrate the database, then load it. Raises CommandError when interrupted."""
        if not options["here"]:
            use_database(options["database"])
            call_command("migrate", interactive=False, verbosity=0)
        try:
            added = loader.load_network(agencies=agencies, articles_each=pages, now=timezone.now())
            load_documents(
                documents=options["documents"], citations=options["citations"], now=timezone.now()
            )
            rebuild()
        except KeyboardInterrupt:
            raise CommandError("interrupted; the same command goes on from here") from None
        self.stdout.write(f"{added} agencies added; {loader.summary()}")


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) > 10_000_000:
        raise argparse.ArgumentTypeError(f"{text} is no number up to 10000000")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 20_000:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to 20000")
    return int(text)
