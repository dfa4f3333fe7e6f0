"""What the preview shows: blocks with numbers beside them, and the lists of these numbers."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from network.media.word_import.manuscript import OMITTED, Block, BlockKind, Remark
from network.media.word_import.services import ReadManuscript

from .blocks import clean_html
from .forms import EntryForms, PictureEntry
from .wording import outcome_of, places_of, title_of


@dataclass(frozen=True, slots=True)
class NumberedRemark:
    """A remark with its number. `box` is the block of a text box that may be taken in."""

    number: int
    title: str
    outcome: str
    places: str
    found: str
    is_omitted: bool
    block: int | None
    box: int | None


@dataclass(slots=True)
class ShownBlock:
    """A block of the preview with the numbers of the remarks about it."""

    index: int
    block: Block
    numbers: list[int] = field(default_factory=list)
    html: SafeString | str = ""
    thumb: str = ""
    picture: PictureEntry | None = None


class WordPreview:
    """The preview of a manuscript, for the template."""

    def __init__(self, read: ReadManuscript, forms: EntryForms, *, ticked: frozenset[int]) -> None:
        self.read, self.manuscript, self.forms, self.ticked = read, read.manuscript, forms, ticked

    @cached_property
    def remarks(self) -> list[NumberedRemark]:
        """Return all remarks: what was left out first, then what has to be read again."""
        order = sorted(self.manuscript.remarks, key=lambda remark: remark.kind not in OMITTED)
        boxes = [at for at, b in enumerate(self.manuscript.blocks) if b.kind == BlockKind.BOX]
        found = []
        for number, remark in enumerate(order, start=1):
            box = boxes.pop(0) if remark.kind == "text_box" and boxes else None
            found.append(_numbered(number, remark, box))
        return found

    @property
    def omitted(self) -> list[NumberedRemark]:
        return [remark for remark in self.remarks if remark.is_omitted]

    @property
    def doubts(self) -> list[NumberedRemark]:
        return [remark for remark in self.remarks if not remark.is_omitted]

    @cached_property
    def blocks(self) -> list[ShownBlock]:
        """Return the blocks with their numbers and pictures."""
        shown = [ShownBlock(at, block) for at, block in enumerate(self.manuscript.blocks)]
        order = sorted(self.manuscript.remarks, key=lambda remark: remark.kind not in OMITTED)
        for number, remark in enumerate(order, start=1):
            for place in remark.places:
                if place.block < len(shown) and number not in shown[place.block].numbers:
                    shown[place.block].numbers.append(number)
        pictures = {each.name: each for each in self.forms.pictures}
        for each in shown:
            each.html = mark_safe(clean_html(each.block.html))  # noqa: S308 - cleaned
            # A picture used twice is asked about once.
            each.picture = pictures.pop(each.block.picture, None)
            each.thumb = _thumb(self.read.thumbs, each.block.picture)
        return shown

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many blocks of each kind there are."""
        kinds = [block.kind for block in self.manuscript.blocks]
        return {kind.value: kinds.count(kind) for kind in BlockKind}


def _numbered(number: int, remark: Remark, box: int | None) -> NumberedRemark:
    return NumberedRemark(
        number=number,
        title=title_of(remark),
        outcome=outcome_of(remark),
        places=places_of(remark.places),
        found=remark.found,
        is_omitted=remark.kind in OMITTED,
        block=remark.places[0].block if remark.places else None,
        box=box,
    )


def _thumb(thumbs: Mapping[str, bytes], name: str) -> str:
    """Return the thumbnail as a data address, which the admin's policy allows for images."""
    if name not in thumbs:
        return ""
    return f"data:image/webp;base64,{base64.b64encode(thumbs[name]).decode()}"
