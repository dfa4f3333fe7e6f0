"""Hint about a page that says nothing: something is written, but no words.

A text in another language or of figures passes: only the appraiser can judge it.
"""

from network.core.plausible import TextReading, read_text

from .types import Content, ContentPart, Hint, HintCode, Passage, hint_at, shorten


def find_substance_hints(content: Content) -> list[Hint]:
    """Return a hint if what is written in summary and text has no words, unless files have them.

    Forms ask for a summary, so an empty page does not get here.
    """
    written = "\n".join(filter(None, (content.summary, *content.texts)))
    if not written or content.files:
        return []
    if read_text(written) is not TextReading.WORDLESS:
        return []
    return hint_at(HintCode.WORDLESS, [Passage(ContentPart.TEXT, 0, shorten(written))])
