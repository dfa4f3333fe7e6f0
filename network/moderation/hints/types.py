"""Input and output types of the hints.

Plain values without models: the caller converts a page into a `Content`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """Whether a hint blocks the appraisal or only warns."""

    BLOCKS = "blocks"
    WARNS = "warns"


class HintCode(StrEnum):
    """Kinds of hints. `wording` has the sentence for each."""

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
    WORDLESS = "wordless"


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
        HintCode.WORDLESS,
    }
)


class LinkStatus(StrEnum):
    """Result of the last check of a link."""

    UNCHECKED = "unchecked"
    ALIVE = "alive"
    DEAD = "dead"


class NumberStatus(StrEnum):
    """Validity of a cited document number in the register of legal documents."""

    IN_FORCE = "in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    PARTLY_EXPIRED = "partly_expired"
    EXPIRED = "expired"
    UNDETERMINED = "undetermined"
    UNKNOWN = "unknown"


class ContentPart(StrEnum):
    """Parts of a page's content to which a hint can point."""

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
    """The five particulars of a source (R24), and the link status of its website."""

    name: str = ""
    author: str = ""
    agency: str = ""
    website: str = ""
    published: date | None = None
    link_status: LinkStatus = LinkStatus.UNCHECKED


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """One picture in the text. A decorative picture needs no alt text."""

    title: str = ""
    alt: str = ""
    credit: str = ""
    licence: str = ""
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file offered to readers. `digest` identifies its version and text; `fault` says why it
    cannot be read."""

    key: int
    title: str = ""
    digest: str = ""
    fault: HintCode | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one revision, as plain text.

    `texts` holds the blocks in order, without markup, with one line for each paragraph or list
    item; positions in hints count from 0 in this list. `links` maps the addresses in the text to
    their link status, `numbers` the cited document numbers to their validity.
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
        """Return (part, index, text) of title, summary and every text block."""
        blocks = ((ContentPart.TEXT, index, text) for index, text in enumerate(self.texts))
        return ((ContentPart.TITLE, 0, self.title), (ContentPart.SUMMARY, 0, self.summary), *blocks)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the content that a hint is about: part, index from 0, and its text.

    `suggestion` is the corrected text, if any. Personal numbers in `snippet` are masked, so that
    stored hints contain no personal data.
    """

    part: ContentPart
    index: int = 0
    snippet: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A problem of one kind. `count` is the number of occurrences, `passages` are the
    first PASSAGES_SHOWN of them."""

    code: HintCode
    passages: tuple[Passage, ...]
    count: int

    @property
    def severity(self) -> Severity:
        """Return BLOCKS for hints about source, credit, alt text, files and pages without words,
        WARNS for all others."""
        return Severity.BLOCKS if self.code in _BLOCKING else Severity.WARNS


# Number of passages a hint lists; its `count` gives the total.
PASSAGES_SHOWN = 5


def hint_at(code: HintCode, passages: list[Passage]) -> list[Hint]:
    """Return a list with one hint for `passages`, or [] if there are no passages."""
    if not passages:
        return []
    return [Hint(code, tuple(passages[:PASSAGES_SHOWN]), len(passages))]


# Long enough to find the passage, short enough for one line on a phone.
SNIPPET_LENGTH = 80


def shorten(text: str) -> str:
    """Return `text` on one line, cut to SNIPPET_LENGTH characters."""
    line = " ".join(text[: 4 * SNIPPET_LENGTH].split())
    return line if len(line) <= SNIPPET_LENGTH else line[: SNIPPET_LENGTH - 1].rstrip() + "…"
