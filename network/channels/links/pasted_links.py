"""Find links in a pasted text, also those disguised from programs. Pure.

Used by link_check.py and by the form with which citizens report a page.
"""

import csv
import re
from functools import cache
from pathlib import Path

LINK_START = re.compile(
    r"https?:|[a-z][a-z0-9+.-]*://|(?:intent|javascript|data|blob|file|view-source):", re.IGNORECASE
)
_DATA = Path(__file__).resolve().parents[1] / "data"
# Text before a link in the same word: "Link:https://", "href='https://". Never part of a host.
_BEFORE_LINK = re.compile(r"[^/?#\\%]+?(?=https?:[/\\]|(?<![a-z0-9+.-])[a-z]+://)", re.IGNORECASE)
_PARTS = re.compile(r"[\s<>\"“”‘’]+")
# Browsers read full stops of other scripts as ".". No top-level domain has accented Latin letters.
_WITHOUT_SCHEME = re.compile(
    r"[^/?#\\]+[.。．｡](?P<end>[A-Za-z]{2,24}|[xX][nN]--[A-Za-z0-9-]+|[^\W\d_A-Za-zÀ-ɏḀ-ỿ]{2,24})"
    r"\.?(?::\d+)?(?P<path>[/?#\\].*)?|0?\d{1,3}(?:\.0?\d{1,3}){3}(?::\d+)?/.*"
)
# An IPv4 address with a hexadecimal part; without one it could be an ordinary number.
_HEXADECIMAL_HOST = re.compile(
    r"(?=[^/?#\\]*\.|0x[0-9a-f]{7})(?:\d+\.){0,3}0x[0-9a-f]+(?:\.[0-9a-fx]+){0,3}(?::\d+)?(?:[/?#\\].*)?",
    re.IGNORECASE,
)
_SIGNS_BEFORE = re.compile(r"^[\W_]+")
_SIGNS_BEHIND = re.compile(r"[^\w\u0300-\u036f]+$|_+$")
_MAIL = re.compile(r"[^/?#:]+@[^/?#]+")

# "hxxp://", "h**ps://", "https[:]//": a disguised protocol that no program opens.
_SPOILT_PROTOCOL = re.compile(
    r"(?<![a-z0-9])h(?:[x*_]{2}|t[x*_]|[x*_]t)p(s?)\s?\[?:\]?/{0,2}", re.IGNORECASE
)
_BRACKETED_COLON = re.compile(r"(?<![a-z0-9])(https?)\s?[\[({]:(//)?[\])}]", re.IGNORECASE)
_BRACKETED_DOT = re.compile(
    r"(?<=[^\s\[({])\s*[\[({]\s*(?:\.|dot|chấm|cham)\s*[\])}]\s*(?=\w)|(?<=\w)\[\.(?=\w)|(?<=\w)\.\](?=\w)",
    re.IGNORECASE,
)
# Characters that browsers turn into a full stop.
_OTHER_DOTS = str.maketrans({"\u2024": ".", "\ufe52": "."})
_CUT_START = re.compile(r"(?<!\S)(https?://|www\.)\s+(?=[^\W_])", re.IGNORECASE)
_CUT_END = re.compile(r"(?<!\S)\S+(?:\s+\.[A-Za-z]{2,24}(?![\w-])\S*)+")
_ENDING = re.compile(r"\.([A-Za-z]{2,24})(.*)", re.DOTALL)
_HAS_START = re.compile(r"\W*(?:[a-z]+://|www\.)", re.IGNORECASE)
_LIKE_DIGITS = str.maketrans("oOОоΟοlI|", "000000111")
# A group of digits in which letters imitate digits. Next to other letters it is a word.
_SPOILT_DIGITS = re.compile(r"(?<![^\W\d_])[oOОоΟοlI|]*\d[\doOОоΟοlI|]*(?![^\W\d_])")


def links_in(text: str) -> list[str]:
    """Return what a reader of a message would take for links, without duplicates."""
    words = (part for word in _PARTS.split(text) for part in _parted(_trimmed(word)))
    # A word with "://" looks like a link to a reader, even if it cannot be parsed here.
    return list(dict.fromkeys(word for word in words if _is_link(word) or "://" in word))


def written_plainly(text: str) -> str:
    """Return the text with disguised addresses in the form that browsers open.

    "hxxps://evil[.]top" becomes "https://evil.top", "www.evil .top" becomes "www.evil.top".
    """
    text = _SPOILT_PROTOCOL.sub(r"http\1://", text.translate(_OTHER_DOTS))
    text = _BRACKETED_COLON.sub(r"\1:\2", text)
    text = _BRACKETED_DOT.sub(".", text)
    return _CUT_END.sub(_joined, _CUT_START.sub(r"\1", text))


def with_digits(text: str) -> str:
    """Return the text with letters inside numbers replaced by digits: "O912 345 67l" is a
    number."""
    return _SPOILT_DIGITS.sub(lambda group: group[0].translate(_LIKE_DIGITS), text)


def _joined(cut: "re.Match[str]") -> str:
    """Join an address and the endings after spaces, unless they are ordinary words."""
    first, *rest = re.split(r"(\s+)", cut[0])
    made = first
    for gap, piece in zip(rest[::2], rest[1::2], strict=True):
        ending = _ENDING.fullmatch(piece)
        is_address = _HAS_START.match(made) or _is_link(_trimmed(made))
        is_end = bool(ending and _is_domain_end(ending[1]))
        has_path = bool(ending and ending[2][:1] in set("/?#:") and ending[1].lower() in _endings())
        made += piece if (is_address and is_end) or has_path else f"{gap}{piece}"
    return made


def _is_domain_end(end: str) -> bool:
    """Return whether letters after a full stop end a domain and do not begin a new sentence.

    Lower case does; capitals only if such domains are common: "Evil.Top" but not "TP.HCM".
    """
    return end.islower() or end.lower() in _endings()


@cache
def _endings() -> frozenset[str]:
    """Return the common top-level domains from domain_endings.csv. Cached."""
    with (_DATA / "domain_endings.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["ending"] for row in csv.DictReader(file))


def _parted(word: str) -> list[str]:
    """Split a word in two if a link begins inside it."""
    before = _BEFORE_LINK.match(word)
    if _is_link(word) or not before:
        return [word]
    return [_trimmed(before[0]), word[before.end() :]]


def _trimmed(word: str) -> str:
    """Return a word without punctuation and symbols around it.

    After a path only punctuation is removed: "_" may be the last letter of a name.
    """
    word = _SIGNS_BEFORE.sub("", word).rstrip(".,;:!?…。*|'`")
    word = word if "(" in word else word.rstrip(")]}")
    return word if re.search(r"[/?#\\]", word) else _SIGNS_BEHIND.sub("", word)


def _is_link(word: str) -> bool:
    """Return whether a word is a link, with or without a scheme."""
    if LINK_START.match(word) or _HEXADECIMAL_HOST.fullmatch(word):
        return True
    found = _WITHOUT_SCHEME.fullmatch(word)
    if not found or _MAIL.fullmatch(word):
        return False
    if found["path"] or not found["end"] or word.lower().startswith("www."):
        return True
    # "nhà.Bà", "xong.Com": a new sentence without a space before it.
    return found["end"].islower() or (word.isascii() and _is_domain_end(found["end"]))
