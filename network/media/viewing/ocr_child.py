"""The process that reads the text out of the picture of one page: draws it, becomes tesseract.

Run as `python -m network.media.viewing.ocr_child PROGRAM FILE NUMBER FOLDER WAY`; imports no
Django. Bounded as `child` is. What was read is in FOLDER/WAY.hocr.
"""

import os
import sys
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter, ImageOps

from .child import PDF_MAGIC
from .confinement import bound, forbid_network
from .pictures import RESIZED

# Ways to read, page segmentation modes of tesseract: columns, lines and rules, of all pictures;
# then words wherever they stand, of the first one.
LAYOUT, SPARSE = "3", "11"
# Letters of a page of A4 are read best at 300 dots an inch; what was scanned with fewer is
# enlarged, three times at most.
_WIDTH, _MOST_TIMES, _MOST_PIXELS = 2480, 3.0, 12_000_000
# So far apart are the channels of a pixel that has a colour, in so many of a thousand of them.
_COLOURED, _PER_MILLE = 60, 1
# What is brighter than this is paper, however red or dirty.
_PAPER = 195
_LEVELS = [min(255, level * 255 // _PAPER) for level in range(256)]
# Colours of a JPEG have hard edges beside the letters: soft letters are read with their accents.
_SOFT = ImageFilter.GaussianBlur(0.8)
# By quarters of a degree; scanners feed a sheet no more askew than that.
_ANGLES, _SMALL = tuple(sorted((step / 4 for step in range(-20, 21)), key=abs)), 900


def main(program: str, source: Path, number: int, folder: Path, way: str) -> None:
    """Write the pictures that are to be read, and read them; the first of them once more."""
    bound()
    forbid_network()
    os.chdir(folder)
    names = ["page-0.png"] if way == SPARSE else _written(_upright(_drawn(source, number)))
    Path("pages.txt").write_text("\n".join(names), encoding="utf-8")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.execv(program, [program, "pages.txt", way, "-l", "vie", "--psm", way, "hocr"])  # noqa: S606


def _written(page: Image.Image) -> list[str]:
    names = []
    for at, picture in enumerate(_variants(page)):
        names.append(f"page-{at}.png")
        picture.save(names[-1], dpi=(300, 300), compress_level=1)
    return names


def _drawn(source: Path, number: int) -> Image.Image:
    with source.open("rb") as file:
        is_pdf = file.read(len(PDF_MAGIC)) == PDF_MAGIC
    if is_pdf:
        page = pdfium.PdfDocument(source)[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / min(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")
    with Image.open(source) as opened:
        # Made small before it is copied: four copies of the largest picture are 800 MB.
        room = min(1.0, (_MOST_PIXELS / (opened.width * opened.height)) ** 0.5)
        drawn = opened if opened.mode in RESIZED else opened.convert("RGBA")
        drawn.thumbnail((opened.width * room, opened.height * room))
        turned = ImageOps.exif_transpose(drawn).convert("RGBA")
    paper = Image.new("RGBA", turned.size, "white")
    flat = Image.alpha_composite(paper, turned).convert("RGB")
    room = (_MOST_PIXELS / (flat.width * flat.height)) ** 0.5
    times = min(_WIDTH / min(flat.size), _MOST_TIMES, room)
    size = (max(1, round(flat.width * times)), max(1, round(flat.height * times)))
    return flat.resize(size, Image.Resampling.LANCZOS)


def _upright(picture: Image.Image) -> Image.Image:
    """Return the page turned so that its lines are level; tesseract tears askew ones apart.

    The angle is the one at which rows of letters and rows of blanks differ most.
    """
    small = ImageOps.invert(ImageOps.grayscale(picture))
    small.thumbnail((_SMALL, _SMALL))

    def sharpness(angle: float) -> int:
        turned = small.rotate(angle, Image.Resampling.BILINEAR)
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return sum((one - other) ** 2 for one, other in pairwise(rows))

    angle = max(_ANGLES, key=sharpness)
    if not angle:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def _variants(picture: Image.Image) -> list[Image.Image]:
    """Return the page without its colours and, where it has some, as grey as it looks.

    The brightest channel takes stamps and signatures away and leaves what is black; red headings
    need the grey one. Whoever reads both keeps the surer.
    """
    red, green, blue = picture.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    apart = ImageChops.subtract(brightest, darkest).histogram()
    has_colour = sum(apart[_COLOURED:]) * 1000 > _PER_MILLE * picture.width * picture.height
    if not has_colour:
        return [brightest]
    return [brightest.filter(_SOFT).point(_LEVELS), ImageOps.grayscale(picture).filter(_SOFT)]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5])
