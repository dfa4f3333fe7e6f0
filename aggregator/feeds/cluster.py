"""Decide whether two items are about one policy. Pure: takes two items, returns the reason.

Tested in this order: same canonical link; same legal document (number, symbol, issuing body and
year, see `policy`); same title words, for different sources within some days. A similarity score is
not enough for titles: "... tỉnh Yên Bái" and "... tỉnh Long An" share 28 of 30 words and are two
circulars, "kỳ họp thứ 5" and "thứ 6" are two sessions. So every meaningful word and every number
must agree.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from aggregator.feeds.policy import Numbers, Policy
from legal_updates.numbers.issuers import MINISTRY_NAMES
from legal_updates.numbers.places import PROVINCES
from network.core.text import fold

# Longest time between two portals that publish the same text. The gazette comes about two weeks
# after the press; texts that recur do so monthly.
TITLE_WINDOW = timedelta(days=21)
# Two documents whose numbers have no year are the same only if they appear within this time.
YEARLESS_WINDOW = timedelta(days=60)
_FEWEST_WORDS = 6
_FEWEST_BEFORE_CUT = 10
_FEWEST_OF_SUBJECT = 4
_KEY_WORDS = 8
_LABEL = re.compile(
    r"^\s*(?:[\[(][^\])]{1,30}[\])]|(?:infographics?|video|podcast|photo|ảnh|emagazine|megastory)\b)"
    r"[\s:.|–—-]*",
    re.IGNORECASE,
)
_NOTHING_SAID = frozenset(
    ["va", "ve", "viec", "cua", "cac", "nhung", "trong", "cho", "voi", "den", "la", "duoc"]
)
_TYPE_WORDS = (
    r"(?:nghi dinh|nghi quyet|thong tu(?: lien tich)?|quyet dinh|chi thi|ke hoach|bo luat|luat"
    r"|phap lenh|cong van|thong bao)"
)
_OPENS_WITH_TYPE = re.compile(rf"^{_TYPE_WORDS}(?: so)?\b ?")
_ISSUED_BY = re.compile(r" ngay \d{1,2}(?: thang)? \d{1,2}(?: nam)? \d{4}(?: cua .*)?$")
_DATED = re.compile(r"\bngay \d{1,2}(?: thang)? \d{1,2}(?: nam)? \d{4}\b")
_LOCAL_BODY = re.compile(
    r"\b(?:chu tich )?(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)"
    r"(?: (?:tinh|thanh pho|huyen|thi xa|xa|phuong))?\b"
)
# Titles that many bodies use for their own documents, unless the title names the body.
_OF_ANY_BODY = re.compile(
    r"^(?:thong bao|lich|giay moi|ke hoach|bao cao|cong van|quyet dinh|nghi quyet|chi thi|to trinh"
    r"|danh sach|ket qua|hoi nghi|dai hoi|tuyen dung|chuong trinh|huong dan|kh|qd|tb|cv)\b"
)
_NAMES_A_BODY = re.compile(
    rf"\b(?:quoc hoi|chinh phu|thu tuong|bo (?:truong|{'|'.join(MINISTRY_NAMES)})"
    rf"|{'|'.join(PROVINCES)})\b"
)


class MatchReason(StrEnum):
    """Why two items are considered to be about one policy."""

    LINK = "link"
    NUMBER = "number"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Clue:
    """The values of an item that identify its policy. `seen` is when it was published, else fetched
    (aware)."""

    source: int
    link_key: str
    policy: Policy | None
    words: tuple[str, ...]
    cut: bool
    seen: datetime

    @property
    def title_key(self) -> str:
        """Return the key that matching titles share, or "" if the title is too short to compare."""
        return title_key(self.words)


def same_policy(one: Clue, other: Clue) -> MatchReason | None:
    """Return why two items are about one policy, or None if they are not or it is uncertain."""
    if one.link_key and one.link_key == other.link_key:
        return MatchReason.LINK
    if one.policy and other.policy:
        return MatchReason.NUMBER if _same_document(one, other, one.policy, other.policy) else None
    if one.source == other.source or abs(one.seen - other.seen) > TITLE_WINDOW:
        return None
    return MatchReason.TITLE if _same_words(one, other) else None


def clue_of(
    *,
    source: int,
    link_key: str,
    title: str,
    policy: Policy | None,
    numbers: Numbers,
    seen: datetime,
) -> Clue:
    """Return the clue of an item. `numbers` must hold the document numbers of its title and
    link."""
    cut = title.rstrip().endswith(("...", "…"))
    return Clue(source, link_key, policy, _title_words(title, policy, numbers), cut, seen)


@lru_cache(maxsize=2048)
def title_key(words: tuple[str, ...]) -> str:
    """Return a hash of the first words (16 hexadecimal digits), or "" for a title of few words."""
    if len(words) < _FEWEST_WORDS:
        return ""
    return hashlib.blake2b(" ".join(words[:_KEY_WORDS]).encode(), digest_size=8).hexdigest()


def _same_document(one: Clue, other: Clue, first: Policy, second: Policy) -> bool:
    """Return whether two policies are the same document: key, series, and year or time."""
    if first.key != second.key:
        return False
    if first.series and second.series and first.series != second.series:
        return False
    if first.year and second.year:
        return first.year == second.year
    return abs(one.seen - other.seen) <= YEARLESS_WINDOW


def _same_words(one: Clue, other: Clue) -> bool:
    """Return whether the words of two titles agree, as far as a truncated one goes."""
    shorter, longer = sorted((one, other), key=lambda clue: len(clue.words))
    if len(shorter.words) < _FEWEST_WORDS:
        return False
    if shorter.words == longer.words:
        return True
    # List pages truncate titles with an ellipsis, so compare only the words before the cut.
    count = len(shorter.words) - 1
    return (
        shorter.cut
        and count >= _FEWEST_BEFORE_CUT
        and (shorter.words[:count] == longer.words[:count])
    )


def _title_words(title: str, policy: Policy | None, numbers: Numbers) -> tuple[str, ...]:
    """Return the title words that must agree, or () for a title that any body might use.

    If the document is known, its number, type, date and body are removed, so that the title matches
    one that gives only the subject.
    """
    title = _LABEL.sub("", title)
    folded = fold(title)
    if policy and numbers.title:
        folded = _without_number(folded, numbers)
    elif _OF_ANY_BODY.match(folded) and not (
        _NAMES_A_BODY.search(folded) or _is_told_by_its_date(folded, numbers)
    ):
        return ()
    return tuple(word for word in re.findall(r"\w+", folded) if word not in _NOTHING_SAID)


def _is_told_by_its_date(folded: str, numbers: Numbers) -> bool:
    """Return whether a title has number, date and subject. No two bodies share all three."""
    if not numbers.title or not _DATED.search(folded):
        return False
    beyond = folded.replace(fold(numbers.title[0].canonical), " ", 1)
    subject = _DATED.sub(" ", _LOCAL_BODY.sub(" ", _OPENS_WITH_TYPE.sub("", beyond)))
    return len(set(subject.split()) - _NOTHING_SAID) >= _FEWEST_OF_SUBJECT


def _without_number(folded: str, numbers: Numbers) -> str:
    """Return a folded title without the number, type and issuing body of its document."""
    number = fold(numbers.title[0].canonical)
    before, _, after = folded.partition(number)
    kept = _OPENS_WITH_TYPE.sub("", before) + after
    return _ISSUED_BY.sub("", kept).strip()
