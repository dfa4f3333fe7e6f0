"""Which words of a text are no Vietnamese."""

import re
import unicodedata
from collections.abc import Iterator

from network.agencies.places import communes
from network.core.syllables import is_vietnamese_syllable

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What is no word: addresses, files, numbers, slugs, selectors of CSS, placeholders, names of
# fields, the program's version, hashtags, whose words run together.
NO_WORDS = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+|(?<![\w.])/[\w./%-]*|[\w-]*\d[\w/.-]*|\b[\w-]+(?:\.[\w-]+)+\b"
    r"|%\(\w+\)[sd]|\{\w*\}|(?<![\w-])[a-z]+(?:-[a-z]+)+(?![\w-])|(?<!\w)\.[a-z][a-z-]*"
    r"|[\w-]*_[\w-]*|Wagtail v[\d.]+|#[^\W\d_]\w*"
)
# Codes and user names of the houses of tests/tenancy: STP-NHAMINH, SYT-agency_admin; who serves the
# network is called as the role, and stands so in the log: (overseer).
OF_THE_HOUSES = re.compile(
    r"\b(?:STP|SYT|SXD)(?:-\w+)?\b|\b(?:NHAMINH|NHAKHAC|CHUNG)(?:KIN)?\b|(?<![@\w.])(?:nhaminh|nhakhac)(?:kin)?(?![\w.])|\(overseer\)"
)
# Words that are spelt as in English, and why they stay.
ALLOWED_FOR = {
    "formats and protocols": (
        "api atom avif css csv excel gif jpeg jpg json opml pdf png rss sitemap txt webp word"
    ),
    "units": "byte kb mb gb",
    "keys of the keyboard": "alt ctrl esc shift cmd",
    "words that the glossary and the state's texts have taken over": (
        "email infographic internet link logo pano video web website"
    ),
    "names of institutions and services": (
        "docs facebook gialai google libreoffice pbgdpl smartart tiktok ubnd vneid youtube zalo"
    ),
    "names of people, places and languages of the province": (
        "bahnar campuchia đắk lắk ksor h'lan jrai pleiku"
    ),
    "what citizens say, as network/hub/data/everyday_words.csv has it": (
        "app cavet flycam hack karaoke nick online photo"
    ),
    "how a date is to be typed": "dd mm yyyy",
    "the seventh day as calendars write it, chủ nhật": "cn",
}
# Communes are called in the languages of the highlands too: Ia Dơk, Al Bá.
_COMMUNES = " ".join(each.name for each in communes()).lower()
ALLOWED = frozenset(word for words in (*ALLOWED_FOR.values(), _COMMUNES) for word in words.split())
# The state's abbreviations are many (BGDĐT, TTg); no label of a package is written in capitals.
ABBREVIATION = re.compile(r"[A-ZĐĂÂÊÔƠƯ]{2,9}[a-z]?")
# English that is spelt like a Vietnamese syllable: found where it is the whole of a label.
LOOKALIKES = frozenset({"AM", "By", "Day", "May", "Mon", "No", "PM", "Sun", "To", "On", "In"})


def english_words(text: str) -> list[str]:
    """Return the words of `text` that are no Vietnamese and not allowed, in their order.

    A word is Vietnamese if it is spelt like a syllable; single letters are not judged.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if text in LOOKALIKES:
        return [text]
    words = WORD.findall(NO_WORDS.sub(" ", OF_THE_HOUSES.sub(" ", text)))
    return [word for word in words if not _is_fine(word)]


def english_texts(texts: list[str]) -> Iterator[str]:
    """Yield "words: the text" for each text with English in it, once."""
    for text in dict.fromkeys(texts):
        if words := english_words(text):
            yield f"{' '.join(words)}: {text[:120]}"


def _is_fine(word: str) -> bool:
    return (
        len(word) == 1
        or word.lower() in ALLOWED
        or bool(ABBREVIATION.fullmatch(word))
        or is_vietnamese_syllable(word)
    )
