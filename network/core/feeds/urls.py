"""How the format stands in an address."""

from .formats import FORMATS


class FeedFile:
    """The name that says in which format a feed is asked for."""

    regex = "|".join(name.replace(".", r"\.") for name in FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
