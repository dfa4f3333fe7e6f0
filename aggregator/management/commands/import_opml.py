"""Management command that adds the feeds of an OPML file as disabled sources."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aggregator.feeds.opml import NotOpml, Outline, read_opml
from aggregator.models import SourceLevel
from aggregator.opml_services import OutlineVerdict, add_sources, propose_sources


class Command(BaseCommand):
    """Prints one line per feed of the file and a summary."""

    help = (
        "Add the feeds of an OPML file as sources. They stay switched off until somebody enables "
        "them; known and refused ones are named with the reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the arguments: the file, and the level of feeds that name none."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say it, write nothing")
        parser.add_argument(
            "--level",
            choices=SourceLevel.values,
            default=SourceLevel.CENTRAL.value,
            help="of feeds whose category is none of these (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what happens to each feed of an OPML file, and add the new ones unless --dry-run is
        given. Raises CommandError if the file cannot be read."""
        outlines = self.read(options["file"])
        proposals = propose_sources(outlines)
        for each in proposals:
            reason = f" ({each.reason.value})" if each.reason else ""
            self.stdout.write(f"{each.verdict.value}{reason}: {each.outline.url}")
        added = sum(each.verdict is OutlineVerdict.NEW for each in proposals)
        if not options["dry_run"]:
            level = SourceLevel(options["level"])
            now = timezone.now()
            added = len(add_sources(outlines=outlines, level=level, adder=None, now=now))
        word = "to add" if options["dry_run"] else "added, switched off"
        self.stdout.write(f"{len(proposals)} feeds, {added} {word}")

    def read(self, path: Path) -> list[Outline]:
        """Return the feeds of the file. Raises CommandError if it cannot be read."""
        try:
            return read_opml(path.read_bytes())
        except OSError as error:
            raise CommandError(f"cannot read {path}: {error.strerror}") from error
        except NotOpml as error:
            raise CommandError(f"{path} is no list of feeds: {error}") from error
