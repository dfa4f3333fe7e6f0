"""Reasons for not accepting evidence, from data/evidence_reasons.csv."""

import csv
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ..standards import DATA


class ReasonAspect(StrEnum):
    """What of a row a reason is about. The row stays rejected as long as this is the same."""

    WHOLE = ""
    TEXTS = "texts"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class RejectionReason:
    """A reason; `number` is its key on the keyboard in sample audits."""

    key: str
    number: int
    words: str
    needs_text: bool
    aspect: ReasonAspect
    # Says that a row does not prove this requirement; other reasons hold in every cell.
    only_here: bool
    valid_from: dt.date
    valid_to: dt.date | None


@cache
def all_reasons() -> dict[str, RejectionReason]:
    """Return {key: reason}, including reasons that are no longer offered."""
    with (DATA / "evidence_reasons.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: RejectionReason(
                row["key"],
                int(row["number"]),
                row["words"],
                bool(row["needs_text"]),
                ReasonAspect(row["aspect"]),
                bool(row["only_here"]),
                dt.date.fromisoformat(row["valid_from"]),
                dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in csv.DictReader(file)
        }


def reasons_on(day: dt.date) -> list[RejectionReason]:
    """Return the reasons offered on `day`, by number."""
    offered = [
        each
        for each in all_reasons().values()
        if each.valid_from <= day and (each.valid_to is None or each.valid_to >= day)
    ]
    return sorted(offered, key=lambda each: each.number)


def reason_words(key: str) -> str:
    """Return the words of a reason; the key itself if the list no longer has it."""
    reason = all_reasons().get(key)
    return reason.words if reason else key
