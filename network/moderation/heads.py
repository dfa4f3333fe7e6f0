"""Signed heads of the decision logs, in a file outside the database.

An agency's hash chain reveals a changed decision, unless somebody recomputes all later rows. So
every night the worker appends the sequence number and hash of each log's last row to a file, signed
with SECRET_KEY, which is not in the database. `verify_decisions` compares this file with the logs.
"""

import datetime as dt
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, Signer

from network.agencies.models import Agency

from .chain import ChainBreak
from .models import ChainEnd, Decision

# Maps the agency code to sequence number and hash of its last decision.
type Heads = dict[str, tuple[int, str]]
SALT = "moderation.heads"
FILE_NAME = "decision-heads.txt"


class HeadsError(Exception):
    """The file of signed heads was altered. The message gives the line number."""


@dataclass(frozen=True, slots=True)
class SignedHeads:
    """One line of the file: the heads that had changed since the line before."""

    at: str
    heads: Heads


def heads_file() -> Path:
    """Return the path of the file of signed heads. The file may not exist yet."""
    return Path(settings.DECISION_HEADS_DIR) / FILE_NAME


def append_heads(*, now: dt.datetime) -> int:
    """Append one signed line with the heads that have changed since the last line.

    Returns their number. A line without heads is also written: it proves that no log had grown by
    that day. Raises HeadsError if the file was altered, OSError if it cannot be written.
    """
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        known: Heads = {}
        for signed in signed_heads(text):
            known |= signed.heads
        new = {code: head for code, head in _current_heads() if known.get(code) != head}
        previous = _digest(text.splitlines()[-1]) if text else ""
        content = {"at": now.isoformat(), "heads": new, "previous": previous}
        line = json.dumps(content, sort_keys=True, separators=(",", ":"))
        file.write(f"{Signer(salt=SALT).sign(line)}\n")
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def signed_heads(text: str) -> Iterator[SignedHeads]:
    """Yield the parsed lines of the file, oldest first. Raises HeadsError at the first altered
    line."""
    previous = ""
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            content = json.loads(Signer(salt=SALT).unsign(line))
        except (BadSignature, ValueError) as error:
            raise HeadsError(f"signed heads, line {number}: the signature is wrong") from error
        if content["previous"] != previous:
            raise HeadsError(f"signed heads, line {number}: the lines before it were altered")
        heads = {code: (sequence, head) for code, (sequence, head) in content["heads"].items()}
        yield SignedHeads(content["at"], heads)
        previous = _digest(line)


def lost_head(agency: Agency, lines: Sequence[SignedHeads]) -> ChainBreak | None:
    """Return the first signed head that is missing from the agency's log, or None. One query."""
    signed = [(*line.heads[agency.code], line.at) for line in lines if agency.code in line.heads]
    numbers = {sequence for sequence, _head, _at in signed}
    rows = Decision.objects.filter(agency=agency, sequence__in=numbers)
    found = dict(rows.values_list("sequence", "hash"))
    for sequence, head, at in signed:
        if found.get(sequence) != head:
            reason = f"not the decision whose hash was signed on {at[:10]}"
            return ChainBreak(agency.code, sequence, reason)
    return None


def _current_heads() -> list[tuple[str, tuple[int, str]]]:
    rows = ChainEnd.objects.exclude(sequence=0).order_by("agency__code")
    ends = rows.values_list("agency__code", "sequence", "hash")
    return [(code, (sequence, head)) for code, sequence, head in ends]


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
