"""Compute the layout of the relations diagram on a document's page.

Pure geometry in units of a picture WIDTH wide, which is readable on the smallest phone. The list
beside it has the same content as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..models.choices import Effect
from .relations import RelationGroup

WIDTH = 320
_SPINE, _LEFT, _GAP = 8, 24, 8
_LINE, _BOX, _OWN_BOX = 20, 28, 36
_BOX_WIDTH = (WIDTH - _LEFT - _GAP) // 2
_PER_GROUP = 4
# Maximum number of letters in a box, and in a caption.
_NAME_LENGTH, _LABEL_LENGTH = 21, 50
_TONES = {Effect.EXPIRED: "red", Effect.SUSPENDED: "red", Effect.AMENDED: "amber"}


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A rectangle with one line of text."""

    x: int
    y: int
    width: int
    height: int
    text: str
    own: bool = False

    @property
    def text_x(self) -> int:
        """Return the x coordinate of the text."""
        return self.x + 8

    @property
    def text_y(self) -> int:
        """Return the baseline of the text."""
        return self.y + self.height // 2 + 5


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line between spine and group; `inward` if it points at the document."""

    y: int
    inward: bool
    tone: str

    @property
    def line(self) -> str:
        """Return the line as SVG path data."""
        return f"M{_SPINE} {self.y}H{_LEFT}"

    @property
    def head(self) -> str:
        """Return the arrow head as SVG path data."""
        tip, back = (_SPINE, _SPINE + 8) if self.inward else (_LEFT, _LEFT - 8)
        return f"M{tip} {self.y}L{back} {self.y - 4}V{self.y + 4}Z"


@dataclass(frozen=True, slots=True)
class Label:
    """The caption above a group."""

    y: int
    text: str
    x: int = _LEFT


@dataclass(slots=True)
class Picture:
    """All shapes of the diagram. `spine` is the vertical line that connects the groups to the
    document."""

    width: int = WIDTH
    height: int = 0
    boxes: list[PictureBox] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    spine: str = ""


def draw(name: str, groups: Sequence[RelationGroup]) -> Picture:
    """Return the diagram: above the document what it acts on, below it what acts on it."""
    picture = Picture()
    for group in groups:
        if not group.incoming:
            _add_group(picture, group)
    own_y = picture.height
    own = PictureBox(0, own_y, WIDTH, _OWN_BOX, _shortened(name, _LABEL_LENGTH), own=True)
    picture.boxes.append(own)
    picture.height += _OWN_BOX + _GAP
    for group in groups:
        if group.incoming:
            _add_group(picture, group)
    ends = [arrow.y for arrow in picture.arrows]
    picture.spine = f"M{_SPINE} {min([*ends, own_y])}V{max([*ends, own_y + _OWN_BOX])}"
    return picture


def _add_group(picture: Picture, group: RelationGroup) -> None:
    top = picture.height
    shown = [each.number for each in group.related[:_PER_GROUP]]
    hidden = len(group.related) - len(shown)
    if hidden:
        shown[-1] = f"+ {hidden + 1}"
    tone = _TONES.get(group.effect, "plain")
    picture.labels.append(Label(top + 14, _shortened(group.label, _LABEL_LENGTH)))
    for place, text in enumerate(shown):
        row, column = divmod(place, 2)
        x = _LEFT + column * (_BOX_WIDTH + _GAP)
        y = top + _LINE + row * (_BOX + _GAP)
        picture.boxes.append(PictureBox(x, y, _BOX_WIDTH, _BOX, _shortened(text, _NAME_LENGTH)))
    picture.arrows.append(Arrow(top + _LINE + _BOX // 2, group.incoming, tone))
    rows = (len(shown) + 1) // 2
    picture.height = top + _LINE + rows * (_BOX + _GAP) + _GAP


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
