"""Draw the demo network's two pictures.

Flat illustrations in the palette of the look, drawn with Pillow alone so that the demo carries
no foreign picture and needs no font. The same Pillow version always gives the same bytes.
"""

import io
import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1500, 1000
# Drawn at twice the size and scaled down, because Pillow's shapes have no smooth edges.
SCALE = 2

DEEP, BRAND, GREEN, GOLD = "#083358", "#0B4A82", "#1A7F37", "#F2C14E"
RED, AMBER, PAPER, WASH = "#B3261E", "#8A5A00", "#FFFFFF", "#F5F7FA"
SKIN, HAIR, WOOD, THATCH = "#D9A577", "#2B2320", "#7A4B22", "#A9772F"

Point = tuple[float, float]


class Canvas:
    """A picture in making; every coordinate is in final pixels."""

    def __init__(self, background: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), background)
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(scaled, fill=fill, width=round(width * SCALE), joint="curve")

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str) -> None:
        box = [(cx - rx) * SCALE, (cy - ry) * SCALE, (cx + rx) * SCALE, (cy + ry) * SCALE]
        self._draw.ellipse(box, fill=fill)

    def slice(self, cx: float, cy: float, rx: float, ry: float, angles: Point, fill: str) -> None:
        box = [(cx - rx) * SCALE, (cy - ry) * SCALE, (cx + rx) * SCALE, (cy + ry) * SCALE]
        self._draw.chord(box, angles[0], angles[1], fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, radius: float = 0) -> None:
        corners = [x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE]
        self._draw.rounded_rectangle(corners, radius=radius * SCALE, fill=fill)

    def jpeg(self) -> bytes:
        """The finished picture, 1500 x 1000 pixels, as JPEG bytes."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=88, optimize=True, progressive=True)
        return out.getvalue()


def _mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0..1) of the way from `first` to `second`."""
    pairs = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _gradient(board: Canvas, top: str, bottom: str, y0: int, y1: int) -> None:
    for y in range(y0, y1):
        board.box(0, y, WIDTH, y + 1, _mix(top, bottom, (y - y0) / (y1 - y0)))


def _curve(start: Point, bend: Point, end: Point, steps: int = 24) -> list[Point]:
    """Points of a quadratic Bézier curve, both ends included."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append(
            (
                a * start[0] + b * bend[0] + c * end[0],
                a * start[1] + b * bend[1] + c * end[1],
            )
        )
    return points


def _ridge(base: float, waves: Sequence[tuple[float, float, float]]) -> list[Point]:
    """A skyline: `base` height plus waves of (amplitude, length, shift), in pixels."""
    return [
        (x, base + sum(a * math.sin(2 * math.pi * (x + shift) / n) for a, n, shift in waves))
        for x in range(0, WIDTH + 10, 10)
    ]


def _hill(board: Canvas, ridge: Sequence[Point], fill: str) -> None:
    board.polygon([*ridge, (WIDTH + 10, HEIGHT), (0, HEIGHT)], fill)


def _weave(board: Canvas, top: float, height: float, ground: str = DEEP) -> None:
    """A band of woven diamonds, after the cloth of the highlands."""
    board.box(0, top, WIDTH, top + height, ground)
    board.box(0, top + height * 0.08, WIDTH, top + height * 0.14, GOLD)
    board.box(0, top + height * 0.86, WIDTH, top + height * 0.92, GOLD)
    middle, half, step = top + height / 2, height * 0.28, 75
    for i in range(WIDTH // step + 1):
        x = i * step + step / 2
        outer = RED if i % 2 == 0 else BRAND
        for reach, colour in ((1.0, PAPER), (0.74, outer), (0.3, GOLD)):
            board.polygon(_diamond(x, middle, half * reach), colour)
        board.polygon(_diamond(x + step / 2, middle, half * 0.24), PAPER)


def _diamond(x: float, y: float, half: float) -> list[Point]:
    return [(x - half, y), (x, y - half), (x + half, y), (x, y + half)]


def _sun(board: Canvas, x: float, y: float, radius: float) -> None:
    for reach, share in ((2.1, 0.82), (1.65, 0.66), (1.3, 0.45)):
        board.ellipse(x, y, radius * reach, radius * reach, _mix(GOLD, "#FBEFD5", share))
    board.ellipse(x, y, radius, radius, GOLD)


def _tree(board: Canvas, x: float, ground: float, size: float, leaf: str) -> None:
    board.box(x - size * 0.05, ground - size * 0.55, x + size * 0.05, ground, WOOD)
    for dx, dy, reach in ((-0.2, 0.62, 0.26), (0.2, 0.64, 0.25), (0, 0.88, 0.31)):
        board.ellipse(x + dx * size, ground - dy * size, size * reach, size * reach, leaf)
    glint = _mix(leaf, PAPER, 0.14)
    board.ellipse(x - size * 0.08, ground - size * 0.94, size * 0.17, size * 0.15, glint)


def _roof(board: Canvas, x: float, eaves: float) -> None:
    """The tall axe-shaped roof of a communal house, eaves at height `eaves`."""
    top = eaves - 330
    left = _curve((x - 190, eaves), (x - 92, eaves - 140), (x - 118, top))
    right = _curve((x + 118, top), (x + 92, eaves - 140), (x + 190, eaves))
    ridge = _curve((x - 118, top), (x, top + 26), (x + 118, top))
    board.polygon([*left, *ridge, *right], THATCH)
    shade = _curve((x + 118, top), (x + 92, eaves - 140), (x + 190, eaves))
    inner = _curve((x + 92, eaves), (x + 34, eaves - 150), (x + 72, top + 10))
    board.polygon([*shade, *inner], _mix(THATCH, WOOD, 0.45))
    board.line(ridge, WOOD, 11)
    for i in range(1, 6):
        y = eaves - i * 50
        reach = 188 - 40 * i + 4.6 * i * i
        board.line([(x - reach, y), (x + reach, y)], _mix(THATCH, WOOD, 0.35), 2.5)
    for i in range(5):
        board.polygon(_diamond(x - 88 + i * 44, top + 34, 11), PAPER if i % 2 else RED)
    board.box(x - 204, eaves - 10, x + 204, eaves + 10, WOOD, 8)


def _communal_house(board: Canvas, x: float, ground: float) -> None:
    floor = ground - 86
    for dx in (-150, -76, 76, 150):
        board.box(x + dx - 9, floor, x + dx + 9, ground + 6, _mix(WOOD, HAIR, 0.35))
    board.box(x - 158, floor - 112, x + 158, floor, _mix(WOOD, GOLD, 0.3))
    for i in range(1, 14):
        at = x - 158 + i * 22.6
        board.line([(at, floor - 112), (at, floor)], _mix(WOOD, GOLD, 0.12), 2.5)
    for dx in (-104, 104):
        board.box(x + dx - 26, floor - 82, x + dx + 26, floor - 36, DEEP, 4)
    board.box(x - 34, floor - 92, x + 34, floor, _mix(WOOD, HAIR, 0.55), 4)
    board.box(x - 176, floor - 6, x + 176, floor + 12, WOOD, 5)
    _roof(board, x, floor - 104)
    board.polygon(
        [(x - 24, floor), (x + 24, floor), (x + 46, ground + 34), (x - 46, ground + 34)],
        _mix(WOOD, GOLD, 0.18),
    )
    for i in range(1, 7):
        y, reach = floor + i * 18, 26 + i * 3.2
        board.line([(x - reach, y), (x + reach, y)], _mix(WOOD, HAIR, 0.4), 5)


def _rows_of_rice(board: Canvas, ridge: Sequence[Point], colour: str) -> None:
    """Contour lines that follow a hill, wider apart towards the viewer."""
    for i in range(1, 9):
        drop = 10 + i * 9 + i * i * 2.6
        board.line([(x, y + drop) for x, y in ridge], colour, 3 + i * 0.5)


def _farmer(board: Canvas, x: float, ground: float, size: float, cloth: str) -> None:
    board.polygon(
        [
            (x - size * 0.24, ground),
            (x - size * 0.15, ground - size * 0.72),
            (x + size * 0.15, ground - size * 0.72),
            (x + size * 0.24, ground),
        ],
        cloth,
    )
    board.box(x - size * 0.2, ground - size * 0.3, x + size * 0.2, ground - size * 0.25, GOLD)
    board.ellipse(x, ground - size * 0.84, size * 0.13, size * 0.14, SKIN)
    board.polygon(
        [
            (x - size * 0.3, ground - size * 0.86),
            (x, ground - size * 1.12),
            (x + size * 0.3, ground - size * 0.86),
        ],
        _mix(GOLD, PAPER, 0.35),
    )
    board.box(
        x + size * 0.12,
        ground - size * 0.66,
        x + size * 0.36,
        ground - size * 0.3,
        AMBER,
        size * 0.05,
    )


def _bird(board: Canvas, x: float, y: float, size: float) -> None:
    for side in (-1, 1):
        wing = _curve((x, y), (x + side * size * 0.5, y - size * 0.55), (x + side * size, y))
        board.line(wing, BRAND, 4)


def draw_field_season() -> bytes:
    """A communal house among hills and fields in the early sun: JPEG bytes, 1500 x 1000."""
    board = Canvas(WASH)
    _gradient(board, "#CFE3F3", "#FBEFD5", 0, 620)
    _sun(board, 1090, 300, 92)
    for x, y, size in ((300, 170, 34), (372, 205, 26), (690, 130, 24)):
        _bird(board, x, y, size)
    _hill(board, _ridge(450, [(58, 760, 120), (22, 300, 40)]), "#A9C6DE")
    _hill(board, _ridge(525, [(52, 620, 380), (18, 250, 0)]), "#6F9CBF")
    _hill(board, _ridge(600, [(44, 900, 60), (14, 320, 150)]), "#4E9A78")
    middle = _ridge(660, [(36, 1100, 520), (10, 380, 0)])
    _hill(board, middle, "#2F8A4C")
    for x, size in ((905, 96), (985, 120), (1405, 132), (1330, 100), (70, 120)):
        _tree(board, x, 705, size, _mix(GREEN, DEEP, 0.25))
    field = _ridge(735, [(26, 1300, 200), (8, 420, 90)])
    _hill(board, field, "#7FB069")
    _rows_of_rice(board, field, "#5F9A50")
    _communal_house(board, 470, 770)
    _tree(board, 190, 800, 190, GREEN)
    _tree(board, 735, 778, 130, _mix(GREEN, GOLD, 0.18))
    for x, y, size, cloth in ((1010, 832, 92, BRAND), (1120, 852, 104, RED), (1265, 826, 88, DEEP)):
        _farmer(board, x, y, size, cloth)
    _weave(board, 900, 100)
    return board.jpeg()


def _scale_pan(board: Canvas, x: float, top: float, y: float) -> None:
    for side in (-1, 1):
        board.line([(x, top), (x + side * 66, y)], BRAND, 4)
    board.slice(x, y - 4, 84, 46, (0, 180), GOLD)
    board.box(x - 88, y - 8, x + 88, y + 4, _mix(GOLD, AMBER, 0.4), 6)


def _balance(board: Canvas, x: float, top: float) -> None:
    board.box(x - 9, top, x + 9, top + 300, DEEP, 9)
    board.box(x - 250, top + 34, x + 250, top + 50, DEEP, 8)
    board.ellipse(x, top + 6, 24, 24, GOLD)
    board.polygon(_diamond(x, top + 42, 26), RED)
    for side in (-1, 1):
        board.ellipse(x + side * 240, top + 42, 14, 14, GOLD)
        _scale_pan(board, x + side * 240, top + 48, top + 132)


def _facing(board: Canvas, x: float, y: float, cloth: str, long_hair: bool) -> None:
    """A person behind the table, shoulders at height `y`, seen from the front."""
    if long_hair:
        board.box(x - 60, y - 132, x + 60, y + 20, HAIR, 56)
    board.box(x - 104, y - 8, x + 104, y + 170, cloth, 84)
    board.box(x - 20, y - 40, x + 20, y + 14, _mix(SKIN, WOOD, 0.25), 14)
    board.polygon([(x - 36, y - 6), (x + 36, y - 6), (x, y + 46)], PAPER)
    board.ellipse(x, y - 72, 50, 58, SKIN)
    board.slice(x, y - 82, 54, 54, (180, 360), HAIR)
    if not long_hair:
        board.box(x - 54, y - 90, x - 42, y - 62, HAIR, 5)
        board.box(x + 42, y - 90, x + 54, y - 62, HAIR, 5)
    for dx in (-18, 18):
        board.ellipse(x + dx, y - 66, 4.5, 5.5, HAIR)
    board.line(_curve((x - 15, y - 43), (x, y - 32), (x + 15, y - 43)), _mix(SKIN, RED, 0.55), 4)


def _sash(board: Canvas, x: float, y: float) -> None:
    """A woven sash over the shoulder of the person whose shoulders are at (x, y)."""
    board.polygon([(x - 84, y + 4), (x - 48, y - 6), (x + 66, y + 190), (x + 22, y + 190)], RED)
    for i in range(4):
        board.polygon(_diamond(x - 48 + i * 28, y + 30 + i * 46, 11), GOLD)


def _from_behind(board: Canvas, x: float, y: float, cloth: str, long_hair: bool) -> None:
    """A person before the table, shoulders at height `y`, seen from the back."""
    board.box(x - 124, y, x + 124, y + 320, cloth, 96)
    board.box(x - 22, y - 40, x + 22, y + 20, _mix(SKIN, WOOD, 0.25), 12)
    board.ellipse(x, y - 78, 58, 66, HAIR)
    if long_hair:
        board.box(x - 54, y - 90, x + 54, y + 66, HAIR, 44)
    else:
        board.box(x - 46, y - 50, x + 46, y - 22, SKIN, 20)
        board.box(x - 52, y - 80, x + 52, y - 38, HAIR, 20)


def _papers(board: Canvas) -> None:
    for x, y, lean in ((560, 660, -14), (742, 640, 0), (930, 662, 14)):
        board.polygon(
            [(x - 56, y + 26), (x - 44 + lean, y - 26), (x + 60 + lean, y - 26), (x + 56, y + 26)],
            PAPER,
        )
        for i in range(3):
            at = y - 12 + i * 13
            board.line([(x - 34 + lean / 2, at), (x + 38 + lean / 2, at)], "#B9C6D3", 4)
    board.box(826, 596, 856, 636, PAPER, 8)
    board.ellipse(841, 598, 15, 6, _mix(AMBER, GOLD, 0.4))


def draw_round_table() -> bytes:
    """Six people around a table under a balance: JPEG bytes, 1500 x 1000."""
    board = Canvas("#EAF1F7")
    board.ellipse(750, 420, 560, 400, "#DCE8F2")
    board.ellipse(750, 400, 400, 300, WASH)
    _weave(board, 0, 84)
    _balance(board, 750, 112)
    for x, y, cloth, hair in (
        (470, 470, GREEN, True),
        (1030, 470, BRAND, False),
        (750, 458, DEEP, False),
    ):
        _facing(board, x, y, cloth, hair)
    _sash(board, 750, 458)
    _facing(board, 262, 548, AMBER, False)
    _facing(board, 1238, 548, RED, True)
    board.ellipse(750, 712, 600, 168, _mix(WOOD, HAIR, 0.35))
    board.ellipse(750, 688, 600, 160, _mix(WOOD, GOLD, 0.42))
    board.ellipse(750, 682, 560, 140, _mix(WOOD, GOLD, 0.5))
    _papers(board)
    _from_behind(board, 750, 826, _mix(BRAND, GREEN, 0.5), True)
    _weave(board, 916, 84)
    return board.jpeg()


PAINTERS: dict[str, Callable[[], bytes]] = {
    "mua_ray": draw_field_season,
    "ban_tron": draw_round_table,
}


def render_image(key: str) -> bytes:
    """JPEG bytes of the demo picture `key` (see PAINTERS); KeyError for an unknown key."""
    return PAINTERS[key]()
