"""Remove characters that XML 1.0 forbids: a single one makes a feed unreadable."""

import re

# Everything except Char of XML 1.0 (W3C, section 2.2).
_NOT_CHAR = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` without the characters that XML documents may not contain."""
    return _NOT_CHAR.sub("", text)
