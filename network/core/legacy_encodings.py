"""Detect Vietnamese text in legacy or wrong encodings, and suggest the intended text.

Detects four kinds of broken pastes: TCVN3 (the ABC fonts, .VnTime), VNI (VNI-Times), UTF-8 read as
windows-1252 ("Cá»™ng hÃ²a") and UTF-8 read as code page 437 ("Quß║¡n Ba ─É├¼nh"). Nothing is
repaired silently: callers show the suggestion and the user decides. Pure, without Django. Every
scan is linear, because patterns look ahead only a fixed number of letters.

Sources: TCVN 5712:1993, annex VN3, for the TCVN3 table; the VNI-Windows fonts for the VNI table.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from network.core.syllables import TONES, VIETNAMESE_LETTERS, is_vietnamese_syllable


class LegacyEncoding(StrEnum):
    """Kind of encoding error."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8_AS_1252 = "utf8_as_1252"
    UTF8_AS_437 = "utf8_as_437"


# --- TCVN3 ------------------------------------------------------------------------------------

_TCVN3_ROWS = {
    "a": "\xb5\xb6\xb7\xb8\xb9",
    "ă": "\xbb\xbc\xbd\xbe\xc6",
    "â": "\xc7\xc8\xc9\xca\xcb",
    "e": "\xcc\xce\xcf\xd0\xd1",
    "ê": "\xd2\xd3\xd4\xd5\xd6",
    "i": "\xd7\xd8\xdc\xdd\xde",
    "o": "\xdf\xe1\xe2\xe3\xe4",
    "ô": "\xe5\xe6\xe7\xe8\xe9",
    "ơ": "\xea\xeb\xec\xed\xee",
    "u": "\xef\xf1\xf2\xf3\xf4",
    "ư": "\xf5\xf6\xf7\xf8\xf9",
    "y": "\xfa\xfb\xfc\xfd\xfe",
}
_TCVN3_BARE = dict(zip("\xa8\xa9\xae\xaa\xab\xac\xad", "ăâđêôơư", strict=True)) | dict(
    zip("\xa1\xa2\xa7\xa3\xa4\xa5\xa6", "ĂÂĐÊÔƠƯ", strict=True)
)


def _toned(base: str, tone: str) -> str:
    return unicodedata.normalize("NFC", base + tone)


TCVN3_LETTERS = _TCVN3_BARE | {
    code: _toned(base, tone)
    for base, codes in _TCVN3_ROWS.items()
    for code, tone in zip(codes, TONES, strict=True)
}
# Variants of some codes: cleaning turns ETH (é) into Đ, some PDF readers write the soft hyphen (ư)
# as a minus, and NFKC turns the micro sign (à) into a Greek letter.
_TCVN3_TABLE = str.maketrans(TCVN3_LETTERS | {"Đ": "é", "\u2212": "ư", "\u03bc": "à"})
_TCVN3_STRAYS = str.maketrans({"\u2212": "\xad", "\u03bc": "\xb5"})

# A word in a legacy encoding: ASCII letters and everything the fonts drew as letters.
_WORD = re.compile("[A-Za-z\xa1-\u024f\u0300-\u036f\u03bc\u1e00-\u1eff\u2212]+")
_HORNED_O = re.compile("[ơờởỡớợ]")


def tcvn3_to_unicode(text: str) -> str:
    """Convert `text` from TCVN3 (ABC fonts) to Unicode (NFC). Never raises.

    The fonts have no capitals with tones: "CéNG HßA" is set in a capitals font. A word becomes
    upper case if its other letters are capitals, or if it is between such words. Soft hyphens, the
    code of ư, may be lost; "trëng" still gives "trưởng".
    """
    words = list(_WORD.finditer(text))
    hyphens_lost = "\xad" not in text and "\u2212" not in text
    parts, end = [], 0
    for index, word in enumerate(words):
        converted = word[0].translate(_TCVN3_TABLE)
        if hyphens_lost:
            converted = _with_lost_u(converted)
        if _in_capitals(words, index):
            converted = converted.upper()
        parts += [text[end : word.start()], converted]
        end = word.end()
    return "".join([*parts, text[end:]])


def _with_lost_u(word: str) -> str:
    """Insert ư before the ơ of `word` if only that makes it a Vietnamese syllable."""
    if is_vietnamese_syllable(word):
        return word
    mended = _HORNED_O.sub(r"ư\g<0>", word, count=1)
    return mended if is_vietnamese_syllable(mended) else word


def _in_capitals(words: list[re.Match[str]], index: int) -> bool:
    """Return whether the word at `index` is written in capitals, by its own letters or, for a
    single letter, by those of the words beside it."""
    own = _plain_capitals(words[index][0])
    if own is None or own >= 2:
        return own is not None
    around = [_plain_capitals(word[0]) for word in words[max(index - 1, 0) : index + 2]]
    # A single abbreviation beside the word is no proof: "UBND x·" is no heading.
    return None not in around and any(capitals and capitals >= 2 for capitals in around)


def _plain_capitals(word: str) -> int | None:
    """Return the number of ASCII capitals in `word`, or None if it has a lower-case letter."""
    plain = [char for char in word if char.isascii()]
    return None if any(char.islower() for char in plain) else len(plain)


# --- VNI --------------------------------------------------------------------------------------

_VNI_SIGNS = "\xf8\xfb\xf5\xf9\xef"
_VNI_HATS = {
    "ă": ("a", "\xea\xe8\xfa\xfc\xe9\xeb"),
    "â": ("a", "\xe2\xe0\xe5\xe3\xe1\xe4"),
    "ê": ("e", "\xe2\xe0\xe5\xe3\xe1\xe4"),
    "ô": ("o", "\xe2\xe0\xe5\xe3\xe1\xe4"),
}
_VNI_BASES = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ơ": "\xf4", "ư": "\xf6"}
_VNI_SINGLES = dict(zip("\xf1\xf4\xf6\xec\xe6\xf3\xed\xf2\xee", "đơưìỉĩíịỵ", strict=True))


def _vni_letters() -> dict[str, str]:
    small = dict(_VNI_SINGLES)
    for letter, (base, signs) in _VNI_HATS.items():
        for sign, tone in zip(signs, ("", *TONES), strict=True):
            small[base + sign] = _toned(letter, tone)
    for letter, base in _VNI_BASES.items():
        for sign, tone in zip(_VNI_SIGNS, TONES, strict=True):
            small[base + sign] = _toned(letter, tone)
    capitals = {written.upper(): letter.upper() for written, letter in small.items()}
    # As in "Aùnh": the case of the base letter counts, whatever the case of the sign.
    mixed = {w[0].upper() + w[1:]: letter.upper() for w, letter in small.items() if len(w) == 2}
    reverse = {w[0] + w[1:].upper(): letter for w, letter in small.items() if len(w) == 2}
    return mixed | reverse | capitals | small


VNI_LETTERS = _vni_letters()
_VNI_PAIRS = {written for written in VNI_LETTERS if len(written) == 2}
_VNI_LETTER = re.compile(
    "[{}][{}]|[{}]".format(
        "".join(sorted({pair[0] for pair in _VNI_PAIRS})),
        "".join(sorted({pair[1] for pair in _VNI_PAIRS})),
        "".join(sorted(set(VNI_LETTERS) - _VNI_PAIRS)),
    )
)


def vni_to_unicode(text: str) -> str:
    """Convert `text` from VNI fonts to Unicode (NFC). Never raises."""
    return _VNI_LETTER.sub(_vni_letter, text)


def _vni_letter(found: re.Match[str]) -> str:
    written = found[0]
    if written in VNI_LETTERS:
        return VNI_LETTERS[written]
    return "".join(VNI_LETTERS.get(char, char) for char in written)


# --- UTF-8 read as something else --------------------------------------------------------------


def _as_1252(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1", "replace")


def _as_437(char: str) -> bytes:
    return char.encode("cp437", "replace")


def _read_437(first: int, last: int) -> str:
    return re.escape(bytes(range(first, last + 1)).decode("cp437"))


@dataclass(frozen=True, slots=True)
class _Misreading:
    """A wrong charset for UTF-8: the pattern of multi-byte letters, and the conversion back to
    bytes."""

    run: re.Pattern[str]
    to_bytes: Callable[[str], bytes]


_MISREADINGS = {
    LegacyEncoding.UTF8_AS_1252: _Misreading(
        re.compile(
            "[\u00c2-\u00f4]"
            "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
            "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
        ),
        _as_1252,
    ),
    LegacyEncoding.UTF8_AS_437: _Misreading(
        re.compile(f"[{_read_437(0xC2, 0xF4)}][{_read_437(0x80, 0xBF)}]{{1,3}}"), _as_437
    ),
}
# Two such bytes may be accidental, e.g. in German quotes; three are not.
_EVIDENCE_AT_LEAST = 2
_MISREAD_SIGNS = VIETNAMESE_LETTERS | frozenset("–—‘’“”…")


def undo_mojibake(text: str) -> str:
    """Repair each run of UTF-8 that was read as windows-1252.

    Works run by run, since correct and broken parts may be mixed. It does not check for evidence,
    so call it only after detection.
    """
    return _undo(text, _MISREADINGS[LegacyEncoding.UTF8_AS_1252])


def undo_cp437(text: str) -> str:
    """Repair each run of UTF-8 that was read as code page 437."""
    return _undo(text, _MISREADINGS[LegacyEncoding.UTF8_AS_437])


def _undo(text: str, misreading: _Misreading) -> str:
    # Write to a buffer, because on hostile input `re.sub` would collect millions of pieces.
    undone, position = io.StringIO(), 0
    for found in misreading.run.finditer(text):
        undone.write(text[position : found.start()])
        undone.write(_sound_run(found[0], misreading.to_bytes))
        position = found.end()
    undone.write(text[position:])
    return undone.getvalue()


def _sound_run(run: str, to_bytes: Callable[[str], bytes]) -> str:
    raw = b"".join(to_bytes(char) for char in run)
    for end in range(len(raw), 1, -1):
        try:
            return raw[:end].decode("utf-8") + run[end:]
        except UnicodeDecodeError:
            continue
    return run


def _is_misread(text: str, misreading: _Misreading) -> bool:
    evidence = 0
    for found in misreading.run.finditer(text):
        sound = _sound_run(found[0], misreading.to_bytes)
        if sound != found[0] and sound[0] in _MISREAD_SIGNS:
            evidence += len(sound[0].encode()) - 1
        if evidence >= _EVIDENCE_AT_LEAST:
            return True
    return False


# --- finding -----------------------------------------------------------------------------------

_CONVERTERS: dict[LegacyEncoding, Callable[[str], str]] = {
    LegacyEncoding.TCVN3: tcvn3_to_unicode,
    LegacyEncoding.VNI: vni_to_unicode,
    LegacyEncoding.UTF8_AS_1252: undo_mojibake,
    LegacyEncoding.UTF8_AS_437: undo_cp437,
}
# Signs alone are list marks ("·"), units ("µ") or copyright signs ("©"). They are no proof without
# an adjacent letter.
_PLAIN_LETTER = re.compile("[A-Za-z]")
# At least one proof must match this. ñ and ô, which VNI uses alone, are also letters of Jrai and
# Bahnar; a vowel followed by a sign exists only in VNI.
_TELLING = {
    LegacyEncoding.TCVN3: _PLAIN_LETTER,
    LegacyEncoding.VNI: re.compile("[AEOUYaeouyÔÖôö][\xc0-\xfc]"),
}
_LONGEST_WORD = 16
_SAMPLE_WORDS = 5_000


def to_unicode(text: str, encoding: LegacyEncoding) -> str:
    """Convert `text` from `encoding` to Unicode: the suggestion to show."""
    return _CONVERTERS[encoding](text)


def detect_legacy_encoding(text: str) -> LegacyEncoding | None:
    """Return the encoding error of `text`, a paragraph or a whole text, or None if it is correct.

    Correct Vietnamese, Jrai, Bahnar, English and French give None. A legacy font is reported only
    if at least two different words become Vietnamese syllables by the conversion, if these
    outnumber the words against it, and if they are at least a fifth of all words: "µm" proves
    nothing.
    """
    if text.isascii():
        return None
    for encoding, misreading in _MISREADINGS.items():
        if _is_misread(text, misreading):
            return encoding
    words = [
        found[0].translate(_TCVN3_STRAYS) for found in islice(_WORD.finditer(text), _SAMPLE_WORDS)
    ]
    weights = {encoding: _weigh(words, encoding) for encoding in _TELLING}
    best = max(weights, key=lambda encoding: weights[encoding])
    return best if weights[best] else None


def _weigh(words: list[str], encoding: LegacyEncoding) -> int:
    """Return how many of `words` support the font's `encoding`, or 0 if it is not proved."""
    convert, telling = _CONVERTERS[encoding], _TELLING[encoding]
    proofs: list[str] = []
    against = 0
    for word in words:
        if word.isascii():
            continue
        becomes_one = _is_legacy_word(word) and is_vietnamese_syllable(convert(word))
        if not becomes_one:
            against += 1
        elif _PLAIN_LETTER.search(word) and not is_vietnamese_syllable(word):
            proofs.append(word)
    enough = len(set(proofs)) >= 2 and len(proofs) > against and len(proofs) * 5 >= len(words)
    return len(proofs) if enough and any(map(telling.search, proofs)) else 0


def _is_legacy_word(word: str) -> bool:
    """Return whether a legacy font could show `word`: only ASCII and Latin-1 characters."""
    return len(word) <= _LONGEST_WORD and max(word) <= "\xff"
