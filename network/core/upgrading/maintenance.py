"""The maintenance page: a flag file that makes the proxy answer 503 (docker/nginx.conf).

The file names the code for which the database is being migrated. The last web process of that code
to start removes it, so that no process of the old release answers in between. No Django.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("network", "sites", "legal_updates", "aggregator")


def begin(path: Path | None) -> None:
    """Show the maintenance page. Does nothing if `path` is None, i.e. without a proxy."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{code_id()}\n", encoding="utf-8")


def end(path: Path | None) -> None:
    """End the maintenance page."""
    if path is not None:
        path.unlink(missing_ok=True)


def end_if_current(path: Path | None) -> None:
    """End the maintenance page if the database was migrated for the running code."""
    if path is None or not path.exists():
        return
    if path.read_text(encoding="utf-8").strip() == code_id():
        end(path)


def end_if_left(path: Path | None) -> None:
    """End a maintenance page left by a killed upgrade of another release.

    Call it only if the database is known to fit the running code.
    """
    if path is not None and path.exists() and path.read_text(encoding="utf-8").strip() != code_id():
        end(path)


def code_id() -> str:
    """Return a digest of our migration names. Releases with the same digest use the same schema."""
    names = [
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).glob("**/migrations/[0-9]*.py")
    ]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
