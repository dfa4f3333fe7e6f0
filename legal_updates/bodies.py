"""Find the body that issued a document; create a row for a body missing from the register.

A symbol used by one body only ("TT-BTC") decides before any words, because portals write "Quốc hội"
beside numbers of its Standing Committee. Otherwise the words decide.
"""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from network.core.text import clean_input, fold

from .citations import find_document_numbers
from .models import IssuingBody
from .models.choices import BodyLevel
from .numbers.document_number import DocumentNumber
from .numbers.issuers import issuer_of

_JOINED = " + "
# Separators of names in a list. Commas and "và" also occur inside names.
_NEXT_BODY = re.compile(
    r"(?:\s{0,2}[,;]\s{0,2}(?:và\s{1,2})?|\s{1,2}và\s{1,2}|\s{1,2}-\s{1,2})"
    r"(?=(?:bộ(?!\s+trưởng)|[uủ][ỷyỹ]?\s?ban|ủy ban|viện|t[oò][àa]|ngân hàng|thanh tra|kiểm toán"
    r"|ban tổ chức|trung ương|tổng|hội|liên đoàn|bảo hiểm|quốc hội|chính phủ|thủ tướng|văn phòng"
    r"|đoàn chủ tịch|ubnd|hđnd)\b)",
    re.IGNORECASE,
)
_COMMUNE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa)\b")
_PROVINCE = re.compile(r"\b(?:tinh|thanh pho|tp|so)\b")
# "UBND tỉnh" without a place could be any province's.
_OF_ANY_PLACE = re.compile(
    r"(?:chu tich )?(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)"
    r"(?: (?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran))?|so \w+(?: \w+)*"
)
# Laws from before 1997 carry the number of the order that promulgated them.
_BY_KIND = {
    "hien_phap": "quoc hoi",
    "bo_luat": "quoc hoi",
    "luat": "quoc hoi",
    "phap_lenh": "uy ban thuong vu quoc hoi",
}
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """A body, whether it was created just now, and whether it existed on the given day."""

    body: IssuingBody | None
    created: bool = False
    in_its_time: bool = True


class IssuingBodies:
    """All issuing bodies, loaded once for a batch of documents."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[IssuingBody]] = defaultdict(list)
        for body in IssuingBody.objects.all():
            self._note(body)

    def of_document(
        self, *, number: DocumentNumber | None, kind: str, said: str, day: dt.date | None
    ) -> BodyMatch:
        """Return the body that issued a document on `day`, creating it if the register lacks it.

        `said` is the body as written, or a key; `kind` the key of a DocumentType. The body is None
        if symbol and words leave it open ("UBND tỉnh").
        """
        names = self._names(number, kind, said)
        if not names or any(self._is_vague(word) for word, _ in names):
            return BodyMatch(None)
        return self._one_or_joint(names, day)

    def keys_of(
        self, *, number: DocumentNumber | None, kind: str, said: str, day: dt.date | None
    ) -> frozenset[str]:
        """Return the keys of the bodies that issued a document, without creating any.

        For an unknown body it gives the folded name. Without a number only the words decide.
        """
        bodies = [(word, self.find(word, day)) for word, _ in self._names(number, kind, said)]
        return frozenset(body.key if body else word for word, body in bodies)

    def known(
        self, *, number: DocumentNumber, kind: str, day: dt.date | None
    ) -> IssuingBody | None:
        """Return the body that follows from the number alone, or None if the register lacks it."""
        names = self._names(number, kind, "")
        found = [self.find(word, day) for word, _ in names]
        if len(found) == 1:
            return found[0]
        keys = [body.key for body in found if body]
        return self.find(_JOINED.join(keys), day) if found and len(keys) == len(found) else None

    def find(self, word: str, day: dt.date | None) -> IssuingBody | None:
        """Return the body with this key, name, central abbreviation or alias that existed on `day`.

        If none existed then, the nearest in time; None if no body has the name.
        """
        known = self._by_word.get(fold(word), [])
        return min(known, key=lambda body: _distance(body, day), default=None)

    def _names(self, number: DocumentNumber | None, kind: str, said: str) -> list[tuple[str, str]]:
        """Return (folded name or key, name as written) of each issuing body; the second is "" if it
        is not written out."""
        said = clean_input(said).strip(" .,;")
        by_number = _BY_KIND.get(kind, "")
        if number and not by_number:
            # An existing key ("ubnd tinh gia lai") parses like the words it was made from.
            by_number = issuer_of(number, f"{number} của {said}") or ""
        if not by_number:
            return [(fold(name), name) for name in _split(said)]
        words = by_number.split(_JOINED)
        # Lower case means that `said` is a key, not a name for display.
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
        """Return the row for a joint issuer and whether it was created. The order of the bodies
        matters."""
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
            # Local abbreviations such as "UBND" are shared by hundreds of bodies.
            names.add(body.abbreviation)
        for word in {fold(name) for name in names if name}:
            self._by_word[word].append(body)


def level_of(word: str) -> BodyLevel:
    """Return the likely level of a body, guessed from its name. Admins can correct it."""
    folded = fold(word)
    if _COMMUNE.search(folded):
        return BodyLevel.COMMUNE
    return BodyLevel.PROVINCIAL if _PROVINCE.search(folded) else BodyLevel.CENTRAL


def _split(said: str) -> list[str]:
    return [name.strip(" .,;") for name in _NEXT_BODY.split(said) if name.strip(" .,;")]


def name_of_key(word: str) -> str:
    """Return a readable name for a body of which only the key is known."""
    first, _, rest = word.partition(" ")
    return f"{first.upper()} {rest.title()}".strip() if rest else word.upper()


def _distance(body: IssuingBody, day: dt.date | None) -> dt.timedelta:
    """Return how far `day` is from the lifetime of the body. Without a day the newest body is
    nearest."""
    if day is None:
        return (dt.date.max - body.valid_to) if body.valid_to else dt.timedelta()
    if body.valid_from and day < body.valid_from:
        return body.valid_from - day
    if body.valid_to and day > body.valid_to:
        return day - body.valid_to
    return dt.timedelta()


def key_of_name(name: str) -> str:
    """Return the key for a body's name: that of `issuer_of` for local bodies, else the folded name.

    Example: "ubnd tinh gia lai".
    """
    for number in ("1/QĐ-UBND", "1/NQ-HĐND"):
        read = find_document_numbers(number)[0]
        local = issuer_of(read, f"{number} của {name}")
        if local:
            return local
    return fold(name)
