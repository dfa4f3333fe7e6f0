"""Which body of the register issued a document; bodies that it lacks are made by rule.

A symbol that can be of one body alone tells it ("TT-BTC"), before any words: portals write
"Quốc hội" beside numbers of its Standing Committee. Elsewhere the words tell.
"""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from network.core.text import clean_input, fold

from .choices import BodyLevel
from .citations import find_document_numbers
from .models import IssuingBody
from .numbers.document_number import DocumentNumber
from .numbers.issuers import issuer_of

_JOINED = " + "
# Where one name of a list ends and the next begins: commas and "và" stand inside names too.
_NEXT_BODY = re.compile(
    r"(?:\s{0,2}[,;]\s{0,2}(?:và\s{1,2})?|\s{1,2}và\s{1,2}|\s{1,2}-\s{1,2})"
    r"(?=(?:bộ(?!\s+trưởng)|[uủ][ỷyỹ]?\s?ban|ủy ban|viện|t[oò][àa]|ngân hàng|thanh tra|kiểm toán"
    r"|ban tổ chức|trung ương|tổng|hội|liên đoàn|bảo hiểm|quốc hội|chính phủ|thủ tướng|văn phòng"
    r"|đoàn chủ tịch|ubnd|hđnd)\b)",
    re.IGNORECASE,
)
_COMMUNE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa)\b")
_PROVINCE = re.compile(r"\b(?:tinh|thanh pho|tp|so)\b")
# "UBND tỉnh" names every province's.
_OF_ANY_PLACE = re.compile(
    r"(?:chu tich )?(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)"
    r"(?: (?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran))?|so \w+(?: \w+)*"
)
# Laws of before 1997 carry the number of the order that promulgated them.
_BY_KIND = {
    "hien_phap": "quoc hoi",
    "bo_luat": "quoc hoi",
    "luat": "quoc hoi",
    "phap_lenh": "uy ban thuong vu quoc hoi",
}
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """A body, whether it had to be made, and whether it existed on the day."""

    body: IssuingBody | None
    created: bool = False
    in_its_time: bool = True


class IssuingBodies:
    """The issuing bodies, read once for a batch of documents."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[IssuingBody]] = defaultdict(list)
        for body in IssuingBody.objects.all():
            self._note(body)

    def of_document(
        self, *, number: DocumentNumber | None, kind: str, said: str, day: dt.date | None
    ) -> BodyMatch:
        """Return the body that issued a document on `day`; made where the register lacks it.

        `said` is the body as written, or a key; `kind` the key of a DocumentType. The body is None
        where neither symbol nor words tell which one it is ("UBND tỉnh").
        """
        names = self._names(number, kind, said)
        if not names or any(self._is_vague(word) for word, _ in names):
            return BodyMatch(None)
        return self._one_or_joint(names, day)

    def keys_of(
        self, *, number: DocumentNumber | None, kind: str, said: str, day: dt.date | None
    ) -> frozenset[str]:
        """Return the keys of the bodies that issued a document, without making any; a folded name
        for one that the register lacks. Without a number the words alone tell."""
        bodies = [(word, self.find(word, day)) for word, _ in self._names(number, kind, said)]
        return frozenset(body.key if body else word for word, body in bodies)

    def known(
        self, *, number: DocumentNumber, kind: str, day: dt.date | None
    ) -> IssuingBody | None:
        """Return the body that the number alone tells, None where the register lacks it."""
        names = self._names(number, kind, "")
        found = [self.find(word, day) for word, _ in names]
        if len(found) == 1:
            return found[0]
        keys = [body.key for body in found if body]
        return self.find(_JOINED.join(keys), day) if found and len(keys) == len(found) else None

    def find(self, word: str, day: dt.date | None) -> IssuingBody | None:
        """Return the body of that key, name, abbreviation or other name on `day`, or the nearest
        in time; None where nothing is called so."""
        known = self._by_word.get(fold(word), [])
        return min(known, key=lambda body: _distance(body, day), default=None)

    def _names(self, number: DocumentNumber | None, kind: str, said: str) -> list[tuple[str, str]]:
        """Return each body as a word of the register and as written, "" where it is not."""
        said = clean_input(said).strip(" .,;")
        by_number = _BY_KIND.get(kind, "")
        if number and not by_number:
            # A key told beforehand ("ubnd tinh gia lai") reads like the words it came from.
            by_number = issuer_of(number, f"{number} của {said}") or ""
        if not by_number:
            return [(fold(name), name) for name in _split(said)]
        words = by_number.split(_JOINED)
        # Written small it is a key and no name to show.
        name = said if len(words) == 1 and said != said.lower() else ""
        return [(word, name) for word in words]

    def _is_vague(self, word: str) -> bool:
        return word not in self._by_word and bool(_OF_ANY_PLACE.fullmatch(word))

    def _one_or_joint(self, names: list[tuple[str, str]], day: dt.date | None) -> BodyMatch:
        parts = [self._get(word, name, day) for word, name in names]
        bodies = list(dict.fromkeys(part.body for part in parts if part.body))
        in_its_time = all(part.in_its_time for part in parts)
        created = any(part.created for part in parts)
        if len(bodies) < 2:
            return BodyMatch(bodies[0] if bodies else None, created, in_its_time)
        joint, made = self._joint(bodies)
        return BodyMatch(joint, created or made, in_its_time)

    def _get(self, word: str, name: str, day: dt.date | None) -> BodyMatch:
        known = self.find(word, day)
        if known:
            return BodyMatch(known, in_its_time=_distance(known, day) == dt.timedelta())
        body = IssuingBody.objects.create(
            key=word[:_LONGEST_NAME],
            name=(name or name_of_key(word))[:_LONGEST_NAME],
            level=level_of(word),
        )
        self._note(body)
        return BodyMatch(body, created=True)

    def _joint(self, bodies: list[IssuingBody]) -> tuple[IssuingBody, bool]:
        """Return the row of bodies that issue something together, one row for each order."""
        key = _JOINED.join(body.key for body in bodies)[:_LONGEST_NAME]
        known = self._by_word.get(fold(key))
        if known:
            return known[0], False
        *first, last = [body.name for body in bodies]
        name = f"{', '.join(first)} và {last}"[:_LONGEST_NAME]
        joint = IssuingBody.objects.create(key=key, name=name, level=bodies[0].level)
        self._note(joint)
        return joint, True

    def _note(self, body: IssuingBody) -> None:
        names = {body.key, body.name, *body.aliases}
        if body.level == BodyLevel.CENTRAL:
            # "UBND" is the abbreviation of hundreds.
            names.add(body.abbreviation)
        for word in {fold(name) for name in names if name}:
            self._by_word[word].append(body)


def level_of(word: str) -> BodyLevel:
    """Return the likely level of a body by the words of its name; a person puts it right."""
    folded = fold(word)
    if _COMMUNE.search(folded):
        return BodyLevel.COMMUNE
    return BodyLevel.PROVINCIAL if _PROVINCE.search(folded) else BodyLevel.CENTRAL


def _split(said: str) -> list[str]:
    return [name.strip(" .,;") for name in _NEXT_BODY.split(said) if name.strip(" .,;")]


def name_of_key(word: str) -> str:
    """Return a readable name for a body known by its key alone."""
    first, _, rest = word.partition(" ")
    return f"{first.upper()} {rest.title()}".strip() if rest else word.upper()


def _distance(body: IssuingBody, day: dt.date | None) -> dt.timedelta:
    """Return how far `day` lies from the time of the body; without a day the newest is nearest."""
    if day is None:
        return (dt.date.max - body.valid_to) if body.valid_to else dt.timedelta()
    if body.valid_from and day < body.valid_from:
        return body.valid_from - day
    if body.valid_to and day > body.valid_to:
        return day - body.valid_to
    return dt.timedelta()


def key_of_name(name: str) -> str:
    """Return the key of a body by its name: what `issuer_of` says of its documents where that
    knows such bodies ("ubnd tinh gia lai"), else the folded name."""
    for number in ("1/QĐ-UBND", "1/NQ-HĐND"):
        read = find_document_numbers(number)[0]
        local = issuer_of(read, f"{number} của {name}")
        if local:
            return local
    return fold(name)
