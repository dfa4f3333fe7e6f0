"""URL converter for short codes."""

from typing import NamedTuple

from network.core.short_codes import CodeKind, read_short_code, short_code


class Code(NamedTuple):
    """A parsed short code: a page or document, by primary key."""

    kind: CodeKind
    key: int

    def __str__(self) -> str:
        return short_code(self.kind, self.key)


class ShortCode:
    """Django path converter. An invalid code does not match the URL."""

    regex = "[A-Za-z0-9]{3,15}"

    def to_python(self, value: str) -> Code:
        """Parse a short-link code into a Code. Raises ValueError if it is malformed."""
        read = read_short_code(value)
        if read is None:
            raise ValueError(value)
        return Code(*read)

    def to_url(self, value: object) -> str:
        """Return the code as it appears in URLs."""
        return str(value)
