"""Extract the messages of installed packages, which we translate to Vietnamese ourselves.

Most packages contain a catalogue of English messages; the others are parsed like our own code.
"""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from django.apps import apps

from network.core.messages import messages_below

Domain = Literal["django", "djangojs"]
DOMAINS: tuple[Domain, ...] = ("django", "djangojs")

# Packages with messages on our screens that are no installed apps.
BESIDE_APPS = ("django.conf", "treebeard", "modelsearch")
# Unused parts of a package, by file names in its catalogue.
NOT_INSTALLED = {
    "allauth": (
        "headless/",
        "idp/",
        "socialaccount/",
        "usersessions/",
        "templates/idp/",
        "templates/openid/",
        "templates/socialaccount/",
        "templates/usersessions/",
    )
}


def package_messages(domain: Domain) -> dict[str, Catalog]:
    """Return {package import name: catalogue of its messages without translations}.

    Packages without messages are left out.
    """
    found = {name: _messages_of(name, folder, domain) for name, folder in _packages()}
    return {name: catalogue for name, catalogue in found.items() if len(catalogue)}


def merged(of_packages: dict[str, Catalog]) -> Catalog:
    """Return all messages in one catalogue, with the package names as comments."""
    together = Catalog()
    for name, messages in of_packages.items():
        for entry in messages:
            if entry.id:
                together.add(entry.id, auto_comments=[name], context=entry.context)
    return together


def missing(of_packages: dict[str, Catalog], catalogue: Catalog) -> dict[str, list[str]]:
    """Return {package: messages without translation in `catalogue`}, [] if there are none."""
    return {
        name: [
            singular
            for singular, context in keys(messages)
            if not translated(catalogue.get(singular, context))
        ]
        for name, messages in of_packages.items()
    }


def keys(catalogue: Catalog) -> list[tuple[str, str | None]]:
    """Return (singular, context) of every message, the key of its translation."""
    return [
        (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context)
        for entry in catalogue
        if entry.id
    ]


def translated(entry: Entry | None) -> bool:
    """Return whether all forms of the message are translated."""
    if entry is None:
        return False
    return bool(entry.string) and all(
        entry.string if isinstance(entry.string, tuple | list) else [entry.string]
    )


def _packages() -> Iterable[tuple[str, Path]]:
    project = Path(__file__).resolve().parent.parent.parent
    for app in apps.get_app_configs():
        folder = Path(app.path).resolve()
        if ".venv" in folder.parts or not folder.is_relative_to(project):
            yield app.name, folder
    for name in BESIDE_APPS:
        spec = find_spec(name)
        if spec and spec.origin:
            yield name, Path(spec.origin).parent


def _messages_of(name: str, folder: Path, domain: Domain) -> Catalog:
    found = Catalog()
    shipped = folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if shipped.exists():
        with shipped.open("rb") as source:
            for entry in read_po(source):
                if entry.id and not _only_in(entry, NOT_INSTALLED.get(name, ())):
                    found.add(entry.id, context=entry.context)
    elif domain == "django":
        for message in messages_below(folder):
            found.add(message)
    return found


def _only_in(entry: Entry, folders: tuple[str, ...]) -> bool:
    return bool(entry.locations) and all(
        path.startswith(folders) for path, _line in entry.locations
    )
