"""Synchronise the Vietnamese catalogues with our code and the installed packages."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.core.messages import own_messages
from network.core.package_messages import (
    DOMAINS,
    keys,
    merged,
    missing,
    package_messages,
    translated,
)


class Command(BaseCommand):
    """Adds new messages, removes unused ones, and reports untranslated ones."""

    help = "Update the catalogues; with --check change nothing and fail on what is missing."
    # System checks of models query the database, which this command does not need.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail if stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rewrite the catalogues in step with the sources, or with --check only compare them and
        raise CommandError."""
        own, packages = (Path(folder) / "vi" / "LC_MESSAGES" for folder in settings.LOCALE_PATHS)
        found = {own / "django.po": as_catalogue(own_messages(settings.BASE_DIR))}
        for domain in DOMAINS:
            of_packages = package_messages(domain)
            found[packages / f"{domain}.po"] = merged(of_packages)
            self._print_coverage(domain, of_packages, read_catalogue(packages / f"{domain}.po"))
        for path, messages in found.items():
            old = read_catalogue(path)
            new = in_step(old, messages)
            if options["check"]:
                check(path, old, new)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as target:
                    write_po(target, new, width=100, no_location=True, sort_output=True)
                missing = sum(not translated(entry) for entry in new if entry.id)
                self.stdout.write(f"{path.name}: {len(new)} messages, {missing} untranslated")

    def _print_coverage(
        self, domain: str, of_packages: dict[str, Catalog], catalogue: Catalog
    ) -> None:
        for name, absent in missing(of_packages, catalogue).items():
            total = len(of_packages[name])
            self.stdout.write(f"{domain} {name}: {total - len(absent)} of {total}")


def check(path: Path, old: Catalog, new: Catalog) -> None:
    """Raise CommandError unless `old`, the catalogue at `path`, is fully translated and up to
    date."""
    stale = set(keys(old)) ^ set(keys(new))
    untranslated = [entry.id for entry in new if entry.id and not translated(entry)]
    if stale or untranslated:
        raise CommandError(
            f"{path.parent.parent.parent.name}/{path.name} is behind: "
            f"{sorted(map(str, stale))[:20]} to add or drop, "
            f"{untranslated[:20]} to translate. Run: make messages"
        )


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue at `path`, or an empty Vietnamese one if there is no file."""
    if not path.exists():
        return Catalog(locale="vi")
    with path.open("rb") as source:
        return read_po(source, locale="vi")


def as_catalogue(messages: Iterable[str | tuple[str, str]]) -> Catalog:
    """Return a catalogue of the messages without translations."""
    catalogue = Catalog()
    for message in messages:
        catalogue.add(message)
    return catalogue


def in_step(old: Catalog, messages: Catalog) -> Catalog:
    """Return a catalogue of exactly `messages`, with the translations of `old`."""
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
    for entry in messages:
        if entry.id:
            new.add(
                entry.id,
                kept_translation(old, entry),
                auto_comments=entry.auto_comments,
                context=entry.context,
            )
    return new


def kept_translation(old: Catalog, entry: Entry) -> str | tuple[str, ...]:
    """Return the translation of the entry in `old`: a string, or a tuple if the entry has a
    plural."""
    known = old.get(entry.id if isinstance(entry.id, str) else entry.id[0], entry.context)
    string = (known.string if known else None) or ""
    text = string if isinstance(string, str) else string[0]
    return (text,) if entry.pluralizable else text
