"""Short codes in addresses."""

from typing import NamedTuple

from network.core.short_codes import CodeKind, read_short_code, short_code


class Code(NamedTuple):
    """What a code in an address names: a page or a document, by its primary key."""

    kind: CodeKind
    key: int

    def __str__(self) -> str:
        return short_code(self.kind, self.key)


class ShortCode:
    """A path converter; what is no code is no address."""

    regex = "[A-Za-z0-9]{3,15}"

    def to_python(self, value: str) -> Code:
        """Return what the code names; raises ValueError for what is none."""
        read = read_short_code(value)
        if read is None:
            raise ValueError(value)
        return Code(*read)

    def to_url(self, value: object) -> str:
        """Return the code as it stands in addresses."""
        return str(value)
