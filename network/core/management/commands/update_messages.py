"""Bring the Vietnamese catalogue in step with the code."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.core.messages import own_messages


class Command(BaseCommand):
    """Add new messages, drop unused ones, and say what is still untranslated."""

    help = "Update network/locale/vi; with --check change nothing and fail on what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="change nothing, fail if stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogue, or compare."""
        path = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
        old = read_catalogue(path)
        new = in_step(old, settings.BASE_DIR)
        untranslated = [message.id for message in new if message.id and not all_strings(message)]
        if options["check"]:
            stale = {message.id for message in old} ^ {message.id for message in new}
            if stale or untranslated:
                raise CommandError(
                    f"The catalogue is behind: {sorted(map(str, stale))[:20]} to add or drop, "
                    f"{untranslated[:20]} to translate. Run: make messages"
                )
            return
        with path.open("wb") as target:
            write_po(target, new, width=100, no_location=True, sort_output=True)
        self.stdout.write(f"{len(new)} messages, {len(untranslated)} untranslated")


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue at `path`, an empty Vietnamese one where there is none."""
    if not path.exists():
        return Catalog(locale="vi")
    with path.open("rb") as source:
        return read_po(source, locale="vi")


def in_step(old: Catalog, root: Path) -> Catalog:
    """Return a catalogue of exactly the messages in the code, translations kept."""
    new = Catalog(
        locale="vi",
        header_comment="# The network's screens in Vietnamese; English is the source language.",
        project="pbgdpl-network",
        version="1",
        msgid_bugs_address="the Justice Department",
        last_translator="the network's maintainers",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for message in own_messages(root):
        known = old.get(message if isinstance(message, str) else message[0])
        string = known.string if known else ""
        new.add(message, string, flags=known.flags if known else ())
    return new


def all_strings(message: Any) -> bool:
    """Return whether every form of the message is translated."""
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(strings)
