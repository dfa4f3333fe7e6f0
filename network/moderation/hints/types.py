"""What the hints look at and what they say. Plain values: whoever has pages makes these of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """Whether the text may go on as it is."""

    BLOCKS = "blocks"
    WARNS = "warns"


class HintCode(StrEnum):
    """What is wrong; `wording` has the sentences."""

    SOURCE_MISSING = "source_missing"
    SOURCE_INCOMPLETE = "source_incomplete"
    SOURCE_VAGUE = "source_vague"
    SOURCE_LINK_DEAD = "source_link_dead"
    LINK_DEAD = "link_dead"
    IMAGE_WITHOUT_CREDIT = "image_without_credit"
    IMAGE_CREDIT_VAGUE = "image_credit_vague"
    IMAGE_WITHOUT_ALT = "image_without_alt"
    IMAGE_ALT_IS_FILE_NAME = "image_alt_is_file_name"
    IMAGE_WITHOUT_LICENCE = "image_without_licence"
    DOCUMENT_UNKNOWN = "document_unknown"
    DOCUMENT_EXPIRED = "document_expired"
    DOCUMENT_PARTLY_EXPIRED = "document_partly_expired"
    DOCUMENT_NOT_YET_IN_FORCE = "document_not_yet_in_force"
    CITIZEN_NUMBER = "citizen_number"
    PHONE_NUMBER = "phone_number"
    PRIVATE_EMAIL = "private_email"
    BANK_ACCOUNT = "bank_account"
    LAND_PARCEL = "land_parcel"
    LEGACY_ENCODING = "legacy_encoding"
    FILE_WAITING = "file_waiting"
    FILE_REFUSED = "file_refused"
    FILE_WITHOUT_TEXT = "file_without_text"
    FILE_OUTSIDE_MATERIAL = "file_outside_material"
    HARD_TO_READ = "hard_to_read"


_BLOCKING = frozenset(
    {
        HintCode.SOURCE_MISSING,
        HintCode.SOURCE_INCOMPLETE,
        HintCode.IMAGE_WITHOUT_CREDIT,
        HintCode.IMAGE_WITHOUT_ALT,
        HintCode.FILE_WAITING,
        HintCode.FILE_REFUSED,
        HintCode.FILE_WITHOUT_TEXT,
        HintCode.FILE_OUTSIDE_MATERIAL,
    }
)


class LinkStatus(StrEnum):
    """What the last check of an address found."""

    UNCHECKED = "unchecked"
    ALIVE = "alive"
    DEAD = "dead"


class NumberStatus(StrEnum):
    """What the register of legal documents says of a cited number."""

    IN_FORCE = "in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    PARTLY_EXPIRED = "partly_expired"
    EXPIRED = "expired"
    UNDETERMINED = "undetermined"
    UNKNOWN = "unknown"


class ContentPart(StrEnum):
    """Where in the content a hint points."""

    TITLE = "title"
    SUMMARY = "summary"
    TEXT = "text"
    IMAGE = "image"
    LINK = "link"
    FILE = "file"
    SOURCE_NAME = "source_name"
    SOURCE_AUTHOR = "source_author"
    SOURCE_AGENCY = "source_agency"
    SOURCE_WEBSITE = "source_website"
    SOURCE_DATE = "source_date"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The five particulars of R24, and what is known of the website's address."""

    name: str = ""
    author: str = ""
    agency: str = ""
    website: str = ""
    published: date | None = None
    link_status: LinkStatus = LinkStatus.UNCHECKED


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """One picture as it stands in the text; a decorative one needs no alt text."""

    title: str = ""
    alt: str = ""
    credit: str = ""
    licence: str = ""
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file that readers read; `digest` tells its version and text, `fault` why none may."""

    key: int
    title: str = ""
    digest: str = ""
    fault: HintCode | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """One revision, as plain text.

    `texts` are the blocks in their order, without markup, one line for each paragraph or list
    item; positions in hints count from 0 in this list. `links` are the addresses in the text with
    what is known of them, `numbers` the document numbers cited in it with their status.
    """

    title: str = ""
    summary: str = ""
    texts: tuple[str, ...] = ()
    source: SourceFacts = field(default_factory=SourceFacts)
    images: tuple[ImageFacts, ...] = ()
    links: Mapping[str, LinkStatus] = field(default_factory=dict)
    numbers: Mapping[str, NumberStatus] = field(default_factory=dict)
    files: tuple[FileFacts, ...] = ()

    def written_parts(self) -> tuple[tuple[ContentPart, int, str], ...]:
        """Return every written part with its position: title, summary, then the blocks."""
        blocks = ((ContentPart.TEXT, index, text) for index, text in enumerate(self.texts))
        return ((ContentPart.TITLE, 0, self.title), (ContentPart.SUMMARY, 0, self.summary), *blocks)


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: the part, its position from 0, the words; `suggestion` is what they meant.

    Numbers of people in `snippet` are masked, so that a stored hint leaks nothing.
    """

    part: ContentPart
    index: int = 0
    snippet: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to mend or to look at: all places of one code; `places` shows the first ones."""

    code: HintCode
    places: tuple[Place, ...]
    count: int

    @property
    def severity(self) -> Severity:
        """Return whether this blocks: source, credit, alt text and files do, others warn."""
        return Severity.BLOCKS if self.code in _BLOCKING else Severity.WARNS


# More places help nobody; the count says how many there are.
PLACES_SHOWN = 5


def hint_at(code: HintCode, places: list[Place]) -> list[Hint]:
    """Return one hint for `places`, or none where there are no places."""
    if not places:
        return []
    return [Hint(code, tuple(places[:PLACES_SHOWN]), len(places))]


# Long enough to find the place by, short enough for one line on a phone.
SNIPPET_LENGTH = 80


def shorten(text: str) -> str:
    """Return `text` on one line, cut after SNIPPET_LENGTH characters."""
    line = " ".join(text[: 4 * SNIPPET_LENGTH].split())
    return line if len(line) <= SNIPPET_LENGTH else line[: SNIPPET_LENGTH - 1].rstrip() + "…"
