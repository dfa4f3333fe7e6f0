"""Correct misspelled words: Telex or VNI key sequences, and similar sounds. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from network.core.syllables import TONES, is_vietnamese_syllable
from network.core.text import unify_tones

_TELEX = dict(
    each.split(":")
    for each in ["dd:đ", "aa:â", "ee:ê", "oo:ô", "uow:ươ", "uwow:ươ", "aw:ă", "ow:ơ", "uw:ư"]
)
_VNI = dict(
    each.split(":") for each in ["d9:đ", "a6:â", "e6:ê", "o6:ô", "uo7:ươ", "a8:ă", "o7:ơ", "u7:ư"]
)
_TELEX_TONES = dict(zip("frxsj", TONES, strict=True))
_VNI_TONES = dict(zip("23415", TONES, strict=True))
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_VOWELS = "aăâeêioôơuưy"
_SHAPED = re.compile("[ăâêôơư]")
_RIME = re.compile(
    rf"(?P<onset>gi(?=[{_VOWELS}])|qu|[^{_VOWELS}]*)(?P<vowels>[{_VOWELS}]+)(?P<end>\w*)"
)

# Different spellings that sound alike, or nearly so, in some part of the country.
_ONSETS = ("ch tr", "s x", "d gi r v", "l n", "g gh", "ng ngh", "c k q", "h qu", "f ph")
_ENDS = ("n ng nh", "t c ch", "i y", "m p", "u o")


def decoded(word: str) -> str:
    """Return the syllable typed as Telex or VNI keys, or ""."""
    if not word.isascii() or is_vietnamese_syllable(word):
        return ""
    for shapes, tones in ((_TELEX, _TELEX_TONES), (_VNI, _VNI_TONES)):
        for written, tone in _without_tone(word, tones):
            syllable = _toned(_shaped(written, shapes), tone)
            if not syllable.isascii() and is_vietnamese_syllable(syllable):
                return unify_tones(syllable)
    return ""


def _shaped(written: str, shapes: dict[str, str]) -> str:
    longest_first = sorted(shapes, key=len, reverse=True)
    return re.sub("|".join(longest_first), lambda found: shapes[found[0]], written)


def _without_tone(word: str, tones: dict[str, str]) -> Iterator[tuple[str, str]]:
    for place in range(len(word) - 1, 0, -1):
        if word[place] in tones:
            yield word[:place] + word[place + 1 :], tones[word[place]]
    yield word, ""


def _toned(syllable: str, tone: str) -> str:
    """Return the syllable with the tone on the right vowel, or "" if it is none."""
    parts = _RIME.fullmatch(syllable)
    if not parts:
        return ""
    vowels = parts["vowels"]
    shaped = [match.start() for match in _SHAPED.finditer(vowels)]
    if shaped:
        bearer = shaped[-1]
    elif parts["end"] or len(vowels) == 3:
        bearer = min(len(vowels) - 1, 1)
    else:
        bearer = 0
    vowels = vowels[: bearer + 1] + tone + vowels[bearer + 1 :]
    return unicodedata.normalize("NFC", parts["onset"] + vowels + parts["end"])


def completed(word: str) -> set[str]:
    """Return the syllables that the word becomes with one more letter: "động" for "độg"."""
    added = (
        word[:place] + letter + word[place:]
        for place in range(len(word) + 1)
        for letter in _LETTERS
    )
    return {each for each in added if is_vietnamese_syllable(each)}


def alike(folded: str) -> set[str]:
    """Return the folded syllables that sound nearly the same."""
    swaps = {
        other + folded[len(one) :]
        for group in map(str.split, _ONSETS)
        for one in group
        if folded.startswith(one)
        for other in group
    } | {
        folded[: -len(one)] + other
        for group in map(str.split, _ENDS)
        for one in group
        if folded.endswith(one)
        for other in group
    }
    return {each for each in swaps - {folded} if len(each) > 1}
