"""Mail providers for private people, as data. An agency's official address is not there.

Used by the import of people and by the check of registered channels.
"""

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "data" / "private_mail_hosts.csv"


@cache
def private_mail_hosts() -> frozenset[str]:
    """Return the hosts of private mail providers."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return frozenset(row["host"] for row in csv.DictReader(file))


def is_private_mail(email: str) -> bool:
    """Return whether the address belongs to a private mail provider."""
    return email.rpartition("@")[2].strip().lower() in private_mail_hosts()
