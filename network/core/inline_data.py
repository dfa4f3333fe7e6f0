"""Leave out the contents of base64 data: addresses while a body arrives.

Offices paste pictures from Word into their pages, so a list of news of 40 KB arrives as 6 MB. Used
by `network.core.http` for callers that read words and links only.
"""

from __future__ import annotations

import re

_MARK = b";base64,"
_PAYLOAD = re.compile(rb"[A-Za-z0-9+/=%_\r\n-]*")
# What stands before the mark: "data:image/svg+xml;charset=utf-8".
_START = re.compile(rb"data:[\w/+.;=-]{0,100}\Z", re.IGNORECASE)
_START_LENGTH = 105
_TYPES = re.compile(r"html|json", re.IGNORECASE)


def has_inline_data(content_type: str) -> bool:
    """Return whether bodies of this Content-Type header may hold pictures in data: addresses.

    Feeds are left alone: their items are small, and each byte of theirs is compared.
    """
    return _TYPES.search(content_type) is not None


class InlineDataFilter:
    """Passes a body on piece by piece, without the base64 contents of its data: addresses."""

    def __init__(self) -> None:
        self._held = b""
        self._in_payload = False

    def feed(self, part: bytes) -> bytes:
        """Return what may be kept of a piece. Up to 112 bytes wait for the next piece, which may
        end a mark that begins in them."""
        text = self._held + part
        kept: list[bytes] = []
        position = 0
        while True:
            if self._in_payload and (run := _PAYLOAD.match(text, position)):
                position = run.end()
                self._in_payload = position == len(text)
            found = text.find(_MARK, position)
            if found == -1:
                break
            end = found + len(_MARK)
            kept.append(text[position:end])
            self._in_payload = bool(_START.search(text[max(found - _START_LENGTH, 0) : found]))
            position = end
        cut = max(position, len(text) - _START_LENGTH - len(_MARK) + 1)
        kept.append(text[position:cut])
        self._held = text[cut:]
        return b"".join(kept)

    def finish(self) -> bytes:
        """Return what waited for a next piece."""
        return self._held
