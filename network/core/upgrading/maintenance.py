"""The maintenance page: a file, at whose sight the proxy answers 503 (docker/nginx.conf).

The file holds which code the database is being migrated for. The web process of that code that is
started last removes it, so no process of the former release answers in between. Needs no Django.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("network", "sites", "legal_updates", "aggregator")


def begin(path: Path | None) -> None:
    """Show the maintenance page, where a proxy looks for the file (`path` is None: nowhere)."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{code_id()}\n", encoding="utf-8")


def end(path: Path | None) -> None:
    """Show the site again."""
    if path is not None:
        path.unlink(missing_ok=True)


def end_if_current(path: Path | None) -> None:
    """Show the site again if the database was migrated for the code that runs here."""
    if path is None or not path.exists():
        return
    if path.read_text(encoding="utf-8").strip() == code_id():
        end(path)


def end_if_left(path: Path | None) -> None:
    """Show the site again where the killed upgrade of another release has left the page.

    For whoever knows that the database fits the code that runs here.
    """
    if path is not None and path.exists() and path.read_text(encoding="utf-8").strip() != code_id():
        end(path)


def code_id() -> str:
    """Return a digest of the names of our migrations: releases with the same one fit together."""
    names = [
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).glob("**/migrations/[0-9]*.py")
    ]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
