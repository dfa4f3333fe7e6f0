"""Text that XML 1.0 can hold: a feed with one stray control character is read by nobody."""

import re

# All but Char of XML 1.0 (W3C, section 2.2).
_NOT_CHAR = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` without the characters that no XML document may hold."""
    return _NOT_CHAR.sub("", text)
