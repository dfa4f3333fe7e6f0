"""Detect titles written in another script than the rest of the feed.

Spammers who broke into a portal add titles in Chinese, Korean or Thai, and write Vietnamese words
with Cyrillic or Greek letters so that block words do not match. Used by `titles`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GREEK = "\u0370-\u03ff"
_OTHERS = (
    "\u0400-\u1cff\u2c00-\u2dff\u2e80-\u2fff\u3040-\ua6ff\uab30-\ud7ff\uf900-\ufdff\ufe70-\ufefe"
)
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_SUSPICIOUS = re.compile(f"[{_GREEK}{_OTHERS}]")
# A Greek letter alone is the name of a particle or a virus.
_OTHER = re.compile(f"[{_OTHERS}]")
_MIXED = re.compile(f"[{_LATIN}][{_GREEK}{_OTHERS}]|[{_GREEK}{_OTHERS}][{_LATIN}]")


def find_other_scripts(titles: Sequence[str]) -> set[str]:
    """Return the titles in another script than most of the feed, and those that mix two scripts in
    a word.

    A feed that is mostly in another script is the portal's edition in that language.
    """
    # One search in all titles: nearly all feeds end here.
    if not _SUSPICIOUS.search("\n".join(titles)):
        return set()
    other = [title for title in titles if _OTHER.search(title)]
    found = {title for title in titles if _MIXED.search(title)}
    return found | set(other) if 2 * len(other) < len(titles) else found
