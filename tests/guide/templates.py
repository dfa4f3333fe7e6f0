"""Which templates a picture of the guide shows, and whether they have changed since."""

import csv
import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
TAKEN = ROOT / "docs" / "huong-dan" / "pictures.csv"
HEADER = "X-Templates"
# Of the request that the thread answers. One for all instances of the middleware.
_rendered = threading.local()
_FIELDS = ("picture", "release", "checksum", "templates")


class TemplatesMiddleware:
    """Name the project's templates that an answer was made of, in a header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        Template._render = instrumented_test_render
        template_rendered.connect(_note)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _rendered.names = set()
        response = self._get_response(request)
        response[HEADER] = " ".join(sorted(_rendered.names))
        return response


def _note(template: Template, **others: Any) -> None:
    # A thread that answers no request may render as well.
    if hasattr(_rendered, "names") and template.name and (TEMPLATES / template.name).is_file():
        _rendered.names.add(template.name)


@dataclass(frozen=True, slots=True)
class Taken:
    """When a picture was taken: the release, and the checksum of its templates at that time."""

    release: str
    checksum: str
    templates: tuple[str, ...]

    def is_outdated(self, release: str, checksum: str) -> bool:
        """Return whether the templates changed, and a release has passed since the picture."""
        return self.checksum != checksum and self.release != release


def checksum_of(templates: Iterable[str], folder: Path = TEMPLATES) -> str:
    """Return a checksum over the texts of the templates; one that is gone counts as empty."""
    total = hashlib.sha256()
    for name in sorted(templates):
        path = folder / name
        total.update(name.encode() + (path.read_bytes() if path.is_file() else b""))
    return total.hexdigest()[:16]


def read_taken(path: Path = TAKEN) -> dict[str, Taken]:
    """Return what is recorded of each picture, by its name."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["picture"]: Taken(row["release"], row["checksum"], tuple(row["templates"].split()))
            for row in csv.DictReader(file)
        }


def write_taken(taken: dict[str, Taken], path: Path = TAKEN) -> None:
    """Replace the records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_FIELDS)
        for name in sorted(taken):
            each = taken[name]
            writer.writerow([name, each.release, each.checksum, " ".join(each.templates)])
