"""Prepare the picture of a page for text recognition: upright, level, evenly lit, without stamps.

Runs in the confined child process (`ocr_child`). Uses Pillow only, no Django.
"""

import re
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps

# A pixel is coloured if its channels differ by this much; a page, if this many pixels of a thousand
# are. Measured on a reduced picture, because the noise of a scanner has colours too.
_COLOURED, _PER_MILLE, _LESS = 60, 1, 4
# Brighter pixels are paper, even if red or dirty.
_PAPER = 195
_LEVELS = [min(255, level * 255 // _PAPER) for level in range(256)]
# JPEG artefacts make hard edges beside the letters. After a slight blur, accents are recognised.
_SOFT = ImageFilter.GaussianBlur(0.8)
# Angles to try, in steps of a quarter degree. Scanners do not tilt a sheet more than this.
_ANGLES, _SMALL = tuple(sorted((step / 4 for step in range(-20, 21)), key=abs)), 900
# The paper around a letter is found at an eighth of the size: the brightest of 9 x 9 cells, which
# is wider than any stroke, then smoothed.
_CELL, _AROUND, _SMOOTH = 8, 9, 6
# Paper darker than this, or with such a difference between its parts, is brightened. Even paper
# may be a little darker, but not so dark that its grain looks like print (_DARK).
_BRIGHT, _UNEVEN, _BRIGHT_IF_EVEN = 225, 20, 215
# Darker places are pictures or black areas, not shadows on paper.
_DARKEST = 24
_STRIP = 512
# Mean deviation of the paper from its surroundings, and level of the ink. Scans that are read well
# without smoothing have up to 5, and specks on pale print are darker than its letters. Smoothing
# takes 2.5 s and costs clean pages their accents.
_NOISY, _PALE, _LIGHT = 6, 70, [255 * (level > 205) for level in range(256)]
_BILINEAR = Image.Resampling.BILINEAR
_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
# Cells in which a line of print is looked for, and how dark, high and long it is in them.
_PRINT, _DARK = (32, 8), 205
_LOW, _HIGH, _SHORTEST, _MOST_LINES = 2, 8, 4, 500
# A page with a few words has this share of cells below this level.
_FEW, _CLEAN = 0.002, 230
_RUN = re.compile(rb"\x01+(?:\x00\x01+)*")

Edges = tuple[int, int, int, int]


def prepared(picture: Image.Image, turn: int) -> tuple[list[Image.Image], int]:
    """Return grey pictures of the page for text recognition, and by how many degrees it was turned.

    Sideways pages are recognised by their columns of pixels. `turn` is added to that; whether a
    page is upside down can only be told by reading it.
    """
    small = ImageOps.grayscale(picture)
    small.thumbnail((_SMALL, _SMALL))
    small = ImageOps.invert(evened(small, cell=2))
    quarter = (turn + (90 if _is_sideways(small) else 0)) % 360
    small = turned_by(small, quarter)
    angle = max(_ANGLES, key=lambda each: _sharpness(small.rotate(each, _BILINEAR)))
    pictures = _variants(turned_by(picture, quarter))
    # Made level last: the white corners that this adds are no paper to compare shadows with.
    return [_levelled(each, angle) for each in pictures], quarter


def _levelled(page: Image.Image, angle: float) -> Image.Image:
    if not angle:
        return page
    return page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def turned_by(picture: Image.Image, quarter: int) -> Image.Image:
    """Return the picture turned to the left by 0, 90, 180 or 270 degrees."""
    return picture.transpose(_TURNS[quarter]) if quarter else picture


def _is_sideways(small: Image.Image) -> bool:
    """Return whether the columns of pixels differ more than the rows, at the best angle."""
    angles = range(-4, 5, 2)
    level = max(_sharpness(small.rotate(angle, _BILINEAR)) for angle in angles)
    turned = turned_by(small, 90)
    return max(_sharpness(turned.rotate(angle, _BILINEAR)) for angle in angles) > level


def _sharpness(small: Image.Image) -> float:
    """Return how much the brightness of neighbouring pixel rows differs."""
    rows = small.resize((1, small.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows)) / small.height


def evened(grey: Image.Image, *, cell: int = _CELL) -> Image.Image:
    """Return a grey picture with shadows removed: each pixel divided by the paper around it.

    A page whose paper is bright and even already is returned unchanged.
    """
    paper = grey.reduce(cell).filter(ImageFilter.MaxFilter(_AROUND))
    paper = paper.filter(ImageFilter.GaussianBlur(_SMOOTH))
    low, high = _percentiles(paper, 0.02, 0.9)
    if low > _BRIGHT or (high - low < _UNEVEN and low > _BRIGHT_IF_EVEN):
        return grey
    paper = paper.point([max(level, _DARKEST) for level in range(256)])
    paper = paper.resize(grey.size, _BILINEAR)
    # In strips, because the quotient of whole pages takes 32 bits a pixel.
    result = Image.new("L", grey.size)
    for top in range(0, grey.height, _STRIP):
        strip = (0, top, grey.width, min(top + _STRIP, grey.height))
        divided = ImageMath.lambda_eval(
            lambda each: each["min"](each["page"] * 255 / each["paper"], 255),
            page=grey.crop(strip),
            paper=paper.crop(strip),
        )
        result.paste(divided.convert("L"), strip[:2])
    return result


def _smoothed(page: Image.Image) -> Image.Image:
    """Return a grey page without grain and specks, unchanged if they do no harm."""
    around = page.filter(ImageFilter.BoxBlur(3))
    apart = ImageChops.difference(page, around).histogram(around.point(_LIGHT))
    is_noisy = sum(level * count for level, count in enumerate(apart)) > _NOISY * sum(apart)
    if not is_noisy and _percentiles(page, 0.02) < [_PALE]:
        return page
    return page.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1))


def _percentiles(picture: Image.Image, *parts: float) -> list[int]:
    counts = picture.histogram()
    found = []
    for part in parts:
        wanted, seen = part * sum(counts), 0
        for level, count in enumerate(counts):
            seen += count
            if seen >= wanted:
                found.append(level)
                break
    return found


def _variants(picture: Image.Image) -> list[Image.Image]:
    """Return the page without colours and, if it has any, also its plain greyscale version.

    The brightest channel removes stamps and signatures and keeps black text; red headings need the
    greyscale image. The caller reads both and keeps the more confident result.
    """
    red, green, blue = picture.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    if not _has_colour(picture):
        return [_smoothed(evened(ImageOps.grayscale(picture)))]
    grey = ImageOps.grayscale(picture)
    if _is_light_on_dark(grey):
        grey = ImageOps.invert(grey)
    return [evened(brightest).filter(_SOFT).point(_LEVELS), evened(grey).filter(_SOFT)]


def _has_colour(picture: Image.Image) -> bool:
    small = picture.reduce(_LESS)
    red, green, blue = small.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    apart = ImageChops.subtract(brightest, darkest).histogram()
    return sum(apart[_COLOURED:]) * 1000 > _PER_MILLE * small.width * small.height


def _is_light_on_dark(grey: Image.Image) -> bool:
    """Return whether the fine details are brighter than what surrounds them."""
    small = grey.reduce(_LESS)
    blurred = small.filter(ImageFilter.GaussianBlur(10))
    counts = ImageChops.subtract(small, blurred, scale=1, offset=128).histogram()
    return sum(count * (level - 128) ** 3 for level, count in enumerate(counts)) > 0


def is_blank(page: Image.Image) -> bool:
    """Return whether nothing is printed on the page: hardly a cell is darker than paper."""
    return _percentiles(page.reduce(_PRINT), _FEW) >= [_CLEAN]


def printed_lines(page: Image.Image) -> list[Edges]:
    """Return the boxes (left, top, right, bottom) of what looks like a line of print.

    Pictures are too high for a line, specks too short.
    """
    return [
        (left, top, right, bottom)
        for left, top, right, bottom in _dark_areas(page)
        if _LOW <= (bottom - top) // _PRINT[1] <= _HIGH and right - left >= _SHORTEST * _PRINT[0]
    ][:_MOST_LINES]


def drawings(page: Image.Image) -> list[Edges]:
    """Return the boxes of what is too high for a line of print, such as a stamp with the words
    that it touches."""
    areas = _dark_areas(page)
    return [each for each in areas if each[3] - each[1] > _HIGH * _PRINT[1]][:_MOST_LINES]


def _dark_areas(page: Image.Image) -> list[Edges]:
    """Return the boxes of dark areas.

    Cells are wide, because a row of letters darkens them evenly while marks and descenders between
    two lines do not.
    """
    across, down = _PRINT
    cells = page.reduce(_PRINT).point([level < _DARK for level in range(256)])
    open_lines: list[list[int]] = []
    lines: list[list[int]] = []
    for top in range(cells.height + 1):
        row = cells.crop((0, top, cells.width, top + 1)).tobytes() if top < cells.height else b""
        going_on: list[list[int]] = []
        for run in _RUN.finditer(row):
            above = [line for line in open_lines if line[0] < run.end() and run.start() < line[2]]
            for line in above:
                open_lines.remove(line)
            edges = [*above, [run.start(), top, run.end(), top]]
            lefts, tops, rights, _bottoms = zip(*edges, strict=True)
            going_on.append([min(lefts), min(tops), max(rights), top + 1])
        lines += open_lines
        open_lines = going_on
    return [
        (left * across, top * down, right * across, bottom * down)
        for left, top, right, bottom in lines
    ]
