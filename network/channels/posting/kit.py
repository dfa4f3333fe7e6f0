"""The text of a post for each platform, within its length. Pure.

The source line and the link always stay (R24); what is too long loses its hashtags, then the end
of its summary.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..addresses import Platform

# Characters: Facebook's and YouTube's longest text, a TikTok caption, the summary of an article of
# a Zalo Official Account, and what any other platform takes.
LENGTHS = {
    Platform.FACEBOOK: 63206,
    Platform.YOUTUBE: 5000,
    Platform.TIKTOK: 2200,
    Platform.ZALO: 300,
    Platform.OTHER: 280,
}
MOST_HASHTAGS = 3


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A published text, as far as a post says it; `source` are its particulars, the first first."""

    title: str
    summary: str
    source: tuple[str, ...]
    topics: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class PostText:
    """What is pasted into a platform, and whether something had to go."""

    words: str
    longest: int
    is_cut: bool

    @property
    def length(self) -> int:
        """Return how long it is, as the platforms count."""
        return length_of(self.words)


def length_of(words: str) -> int:
    """Return how long the platforms count a text: in units of UTF-16, an emoji as two."""
    return len(words.encode("utf-16-le")) // 2


def post_text(text: PublishedText, platform: Platform, *, source_label: str) -> PostText:
    """Return the post of a text on a platform."""
    longest = LENGTHS[platform]
    # Half of the room is the text's own.
    source = _source_line(source_label, text.source, longest // 2 - len(text.link) - 2)
    title, summary = _plain(text.title), _plain(text.summary)
    tags = " ".join(hashtags(text.topics))
    whole = _joined(title, summary, source, text.link, tags)
    if length_of(whole) <= longest:
        return PostText(whole, longest, False)
    room = longest - length_of(_joined(source, text.link)) - 1
    short = _joined(_cut(title, room), source, text.link)
    left = longest - length_of(short) - 1
    if summary and left > len(title) // 2:
        short = _joined(title, _cut(summary, left), source, text.link)
    return PostText(short, longest, True)


def hashtags(topics: Iterable[str]) -> list[str]:
    """Return a hashtag of each topic: its words run together, each with a capital letter."""
    plain = map(_plain, topics)
    words = ("".join(each if _in_word(each) else " " for each in topic).split() for topic in plain)
    tags = ("#" + "".join(word[0].upper() + word[1:] for word in each) for each in words if each)
    return list(dict.fromkeys(tags))[:MOST_HASHTAGS]


def _in_word(letter: str) -> bool:
    # Some letters of Jrai and Bahnar are written with a mark of their own.
    return letter.isalnum() or bool(unicodedata.combining(letter))


def _source_line(label: str, source: Iterable[str], room: int) -> str:
    """Return the particulars that fit, at least the beginning of the first."""
    first, *others = [each for each in dict.fromkeys(map(_plain, source)) if each] or [""]
    line = f"{label}: {first}"
    for other in others:
        if length_of(line) + length_of(other) + 2 <= room:
            line = f"{line}; {other}"
    return _cut(line, room)


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def _cut(words: str, room: int) -> str:
    """Return as many whole words as fit, with an ellipsis where some are missing."""
    if length_of(words) <= room:
        return words
    kept = words.encode("utf-16-le")[: 2 * max(room - 1, 0)].decode("utf-16-le", "ignore")
    while kept and unicodedata.combining(words[len(kept)]):
        kept = kept[:-1]
    kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip(' ,;:.–-')}…"
