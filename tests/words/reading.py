"""What people read while they go from screen to screen."""

from typing import Any

from tests.words.english import english_texts
from tests.words.texts import texts_of

# Programs talk to these; what they refuse is shown to nobody.
OF_PROGRAMS = ("wagtailadmin_api:", "wagtaildocs:add_multiple", "wagtailimages:add_multiple")


class Reading:
    """Everything read, each text with where it first stood."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def read(self, response: Any, *, name: str, where: str) -> None:
        """Read an answer of the address with this name."""
        if response.status_code < 400 or not name.startswith(OF_PROGRAMS):
            for text in texts_of(response):
                self.texts.setdefault(text, where)

    def english(self) -> list[str]:
        """Return what is not Vietnamese, and where it stands."""
        return [
            f"{found} ({self.texts[text]})"
            for text in self.texts
            for found in english_texts([text])
        ]
