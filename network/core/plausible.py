"""Judge whether typed values can be meant: texts with words, telephone numbers, real hosts.

Pure, without Django. `network.core.fields` refuses what cannot be meant. A text in another language
or of figures alone is never refused: only a person can judge it.
"""

import csv
import re
import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path

from .addresses import ascii_host, is_allowed_address, literal_address
from .syllables import is_vietnamese_syllable
from .text import nfc, strip_marks

# Hotlines such as 111 and 1022 have three or four digits; E.164 allows at most 15.
_HOTLINE, _SHORTEST_NUMBER, _LONGEST_NUMBER = (3, 4), 8, 15
_NUMBER = re.compile(r"\+?[\d\s.()/-]+")
_EXTENSION = re.compile(r"\(?\s*(?:máy lẻ|số lẻ|ext\.?)\s*:?\s*\d+\s*\)?\s*$", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\W\d_]{2,}")
_PEOPLE = re.compile(r"(\d[\d.,]*)\s*(?:lượt\s+)?(?:người|lượt)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+")
_VOWEL = re.compile("[aeiouy]")
_CONSONANTS = re.compile("[b-df-hj-np-tv-xz]+")
# A page of figures has several of them; fewer tell nothing.
_FEWEST_FIGURES, _FEWEST_DIGITS = 3, 6
_DATA = Path(__file__).resolve().parent / "data"
_LOCAL_ENDINGS = (".local", ".internal", ".lan", ".home.arpa")
# RFC 2606 reserves these names for examples: nobody's page is there.
_RESERVED_HOST = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org)|invalid|localhost|test)$")


class TextReading(StrEnum):
    """What a program can tell about a text."""

    WORDLESS = "wordless"
    FIGURES = "figures"
    OTHER_LANGUAGE = "other_language"
    VIETNAMESE = "vietnamese"


def read_text(text: str, *, least: int = 2) -> TextReading:
    """Return what the text consists of. WORDLESS if it has fewer than `least` different words.

    OTHER_LANGUAGE and FIGURES are for a person to judge: this function knows no Jrai or Bahnar, and
    no figures.
    """
    words = {word for word in _LETTERS.findall(nfc(text)) if _is_word(word)}
    if len({word.lower() for word in words}) >= least:
        spelt = sum(map(is_vietnamese_syllable, words))
        return TextReading.VIETNAMESE if 2 * spelt >= len(words) else TextReading.OTHER_LANGUAGE
    figures = set(_FIGURES.findall(text))
    has_figures = len(figures) >= _FEWEST_FIGURES and sum(map(len, figures)) >= _FEWEST_DIGITS
    if has_figures and not _LETTERS.search(text):
        return TextReading.FIGURES
    return TextReading.WORDLESS


def _is_word(word: str) -> bool:
    """Return whether letters can be a word: two different letters at least, with a vowel, or an
    abbreviation in capital letters such as UBND."""
    bare = strip_marks(word).lower()
    if len(set(bare)) < 2:
        return False
    return bool(_VOWEL.search(bare)) or (word.isupper() and bool(_CONSONANTS.fullmatch(bare)))


def is_phone_number(text: str) -> bool:
    """Return whether `text` consists of telephone numbers or hotlines, with or without separators
    and extensions."""
    return all(map(_is_one_number, re.split("[,;]", nfc(text))))


def _is_one_number(text: str) -> bool:
    number = _EXTENSION.sub("", text).strip()
    digits = re.sub(r"\D", "", number)
    if not _NUMBER.fullmatch(number):
        return False
    if len(digits) in _HOTLINE:
        return True
    return _SHORTEST_NUMBER <= len(digits) <= _LONGEST_NUMBER and len(set(digits)) > 1


def names_contact(text: str) -> bool:
    """Return whether a text contains an e-mail address or a telephone number."""
    numbers = re.findall(r"\+?\d[\d\s.()/-]*\d", text)
    return bool(_MAIL.search(text)) or any(map(_is_one_number, numbers))


def is_reserved_host(host: str) -> bool:
    """Return whether a host name is reserved for examples, so that no page can be there."""
    return bool(_RESERVED_HOST.search(host.lower().rstrip(".")))


def is_private_host(host: str) -> bool:
    """Return whether a host is loopback, an address or name of a private network, or no host that
    people write."""
    try:
        name = ascii_host(host)
        address = literal_address(name)
    except ValueError:
        return True
    if address is not None:
        return not is_allowed_address(str(address))
    return "." not in name or name.endswith(_LOCAL_ENDINGS)


def has_foreign_letters(host: str) -> bool:
    """Return whether a host, also one in punycode, has letters of another script than Latin.

    Such letters imitate Latin ones: the Cyrillic "а" in "baohiemxаhoi.gov.vn".
    """
    try:
        name = host.encode("idna").decode().lower()
        labels = [part.encode().decode("idna") for part in name.split(".")]
    except UnicodeError:
        return True
    letters = (letter for letter in "".join(labels) if letter.isalpha())
    return any(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


@cache
def short_link_hosts() -> frozenset[str]:
    """Return the hosts of services that shorten links. Cached."""
    with (_DATA / "short_link_hosts.csv").open(encoding="utf-8", newline="") as rows:
        return frozenset(row["host"] for row in csv.DictReader(rows))


def is_short_link(host: str) -> bool:
    """Return whether a host shortens links, so that nobody sees where a link leads."""
    return host.lower().removeprefix("www.") in short_link_hosts()


def people_named(text: str) -> int:
    """Return the largest number of people or attendances that a text names, 0 if it names none."""
    found = (re.sub(r"\D", "", number) for number in _PEOPLE.findall(nfc(text)))
    return max(map(int, found), default=0)
