"""URL converter for the feed format."""

from .formats import FORMATS


class FeedFile:
    """The file name in a feed URL, which selects the format."""

    regex = "|".join(name.replace(".", r"\.") for name in FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
