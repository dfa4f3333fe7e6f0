"""Compose the text of a post for each platform within its maximum length. Pure.

The source line and the link are always kept (R24). A text that is too long loses its hashtags, then
the end of its summary.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..links.addresses import Platform

# Characters: the longest text of Facebook and YouTube, a TikTok caption, the summary of an article
# of a Zalo Official Account, and a limit for any other platform.
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
    """The parts of a published text that a post uses. `source` holds its source details, the most
    important first."""

    title: str
    summary: str
    source: tuple[str, ...]
    topics: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class PostText:
    """The text to paste into a platform, its maximum length, and whether something was cut."""

    words: str
    longest: int
    is_cut: bool

    @property
    def length(self) -> int:
        """Return the length as platforms count it."""
        return length_of(self.words)


def length_of(words: str) -> int:
    """Return the length as platforms count it: in UTF-16 units, so an emoji counts as two."""
    return len(words.encode("utf-16-le")) // 2


def post_text(text: PublishedText, platform: Platform, *, source_label: str) -> PostText:
    """Return the post of a text on a platform, within the platform's maximum length."""
    longest = LENGTHS[platform]
    # Reserve half of the length for the text itself.
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
    """Return one hashtag per topic: its words joined, each capitalized. At most MOST_HASHTAGS."""
    plain = map(_plain, topics)
    words = ("".join(each if _in_word(each) else " " for each in topic).split() for topic in plain)
    tags = ("#" + "".join(word[0].upper() + word[1:] for word in each) for each in words if each)
    return list(dict.fromkeys(tags))[:MOST_HASHTAGS]


def _in_word(letter: str) -> bool:
    """Return whether a character belongs to a word."""
    # Some letters of Jrai and Bahnar are written with a combining mark.
    return letter.isalnum() or bool(unicodedata.combining(letter))


def _source_line(label: str, source: Iterable[str], room: int) -> str:
    """Return the source details that fit into `room`, at least the beginning of the first."""
    first, *others = [each for each in dict.fromkeys(map(_plain, source)) if each] or [""]
    line = f"{label}: {first}"
    for other in others:
        if length_of(line) + length_of(other) + 2 <= room:
            line = f"{line}; {other}"
    return _cut(line, room)


def _joined(*lines: str) -> str:
    """Join the lines that are not empty."""
    return "\n".join(line for line in lines if line)


def _plain(words: str) -> str:
    """Return a text on one line in NFC."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def _cut(words: str, room: int) -> str:
    """Return as many whole words as fit into `room`, with an ellipsis if some are cut."""
    if length_of(words) <= room:
        return words
    kept = words.encode("utf-16-le")[: 2 * max(room - 1, 0)].decode("utf-16-le", "ignore")
    while kept and unicodedata.combining(words[len(kept)]):
        kept = kept[:-1]
    kept = kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip(' ,;:.–-')}…"
