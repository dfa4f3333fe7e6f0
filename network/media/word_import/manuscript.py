"""The manuscript: what a DOCX file or a paste becomes before it enters an article. Pure."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class RemarkKind(StrEnum):
    """What was left out of a manuscript, or has to be read again; texts in `sites.word_import`."""

    DELETED_WORDS = "deleted_words"
    COMMENTS = "comments"
    TEXT_BOX = "text_box"
    TEXT_BOX_LOST = "text_box_lost"
    HEADER_FOOTER = "header_footer"
    EQUATION = "equation"
    CHART = "chart"
    SMART_ART = "smart_art"
    SHAPE = "shape"
    EMBEDDED_OBJECT = "embedded_object"
    UNREADABLE_PICTURE = "unreadable_picture"
    UNREACHABLE_PICTURE = "unreachable_picture"
    HIDDEN_TEXT = "hidden_text"
    CONTENTS_TABLE = "contents_table"
    SYMBOL = "symbol"
    CELL_LINK = "cell_link"
    PLACEHOLDER = "placeholder"
    GUESSED_HEADING = "guessed_heading"
    DEEP_HEADING = "deep_heading"
    LONG_HEADING = "long_heading"
    TYPED_LIST = "typed_list"
    MERGED_CELLS = "merged_cells"
    NESTED_TABLE = "nested_table"
    LAYOUT_TABLE = "layout_table"
    FIRST_ROW_HEADER = "first_row_header"
    LEGACY_FONT = "legacy_font"
    LEGACY_GUESS = "legacy_guess"
    UNKNOWN_FONT = "unknown_font"
    FOOTNOTES = "footnotes"
    MOVED_PICTURE = "moved_picture"
    NO_ALT_TEXT = "no_alt_text"
    STRUCK_TEXT = "struck_text"


# The rest are doubts: they are in the text, and somebody has to read them again.
OMITTED = frozenset(list(RemarkKind)[: list(RemarkKind).index(RemarkKind.GUESSED_HEADING)])


class BlockKind(StrEnum):
    """Kind of a manuscript's block. A box is left out unless the user takes it in."""

    HEADING = "heading"
    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    PICTURE = "picture"
    BOX = "box"


@dataclass(slots=True)
class Block:
    """A block of the manuscript. `picture` is the name of a file made by the reader."""

    kind: str
    html: str = ""
    text: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)
    picture: str = ""
    caption: str = ""


@dataclass(slots=True)
class Place:
    """Where something was found: block index, page (0 if unknown) and paragraph, counted from 1."""

    block: int
    page: int
    paragraph: int


@dataclass(slots=True)
class Remark:
    """Things of one kind that were left out or are in doubt. `found` quotes the first of them."""

    kind: str
    count: int = 0
    places: list[Place] = field(default_factory=list)
    found: str = ""


@dataclass(slots=True)
class Manuscript:
    """A document read into blocks, with its title ("" if it has none) and remarks."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pages: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the manuscript for the result file of the process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Manuscript":
        """Return the manuscript in a result file. Raises ValueError, KeyError or TypeError if it is
        none."""
        remarks = [
            Remark(
                kind=RemarkKind(each["kind"]).value,
                count=int(each["count"]),
                places=[Place(**{k: int(v) for k, v in place.items()}) for place in each["places"]],
                found=str(each["found"]),
            )
            for each in told["remarks"]
        ]
        blocks = [
            Block(**{**each, "kind": BlockKind(each["kind"]).value}) for each in told["blocks"]
        ]
        return cls(str(told["title"]), blocks, remarks, int(told["pages"]))
