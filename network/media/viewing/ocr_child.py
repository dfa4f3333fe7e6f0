"""Child process for the text recognition of one page: renders the image, then becomes tesseract.

Run as `python -m network.media.viewing.ocr_child PROGRAM FILE NUMBER FOLDER WAY`; imports no
Django. Has the same limits as `child`. The result is in FOLDER/WAY.hocr.
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

# Page segmentation modes of tesseract. LAYOUT finds columns, lines and ruling lines, and is used
# for all images; SPARSE finds words anywhere and is used for the first image.
LAYOUT, SPARSE = "3", "11"
# Recognition of an A4 page works best at 300 dpi. Scans with less are enlarged, at most three
# times.
_WIDTH, _MOST_TIMES, _MOST_PIXELS = 2480, 3.0, 12_000_000
# A pixel is coloured if its channels differ by this much; a page, if this many pixels of a thousand
# are.
_COLOURED, _PER_MILLE = 60, 1
# Brighter pixels are paper, even if red or dirty.
_PAPER = 195
_LEVELS = [min(255, level * 255 // _PAPER) for level in range(256)]
# JPEG artefacts make hard edges beside the letters. After a slight blur, accents are recognised.
_SOFT = ImageFilter.GaussianBlur(0.8)
# Angles to try, in steps of a quarter degree. Scanners do not tilt a sheet more than this.
_ANGLES, _SMALL = tuple(sorted((step / 4 for step in range(-20, 21)), key=abs)), 900


def main(program: str, source: Path, number: int, folder: Path, way: str) -> None:
    """Write the page images and replace this process by tesseract. SPARSE reads the first image
    again."""
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
    """Return a page of a PDF, or an image, as an upright RGB picture on white, large enough for
    text recognition."""
    with source.open("rb") as file:
        is_pdf = file.read(len(PDF_MAGIC)) == PDF_MAGIC
    if is_pdf:
        page = pdfium.PdfDocument(source)[number - 1]
        width, height = page.get_size()
        scale = min(_WIDTH / min(width, height), (_MOST_PIXELS / (width * height)) ** 0.5)
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")
    with Image.open(source) as opened:
        # Shrink before copying: four copies of the largest image would take 800 MB.
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
    """Return the page rotated so that its lines are level, because tesseract splits tilted lines.

    Chooses the angle at which the brightness of neighbouring pixel rows differs most.
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
    """Return the page without colours and, if it has any, also its plain greyscale version.

    The brightest channel removes stamps and signatures and keeps black text; red headings need the
    greyscale image. The caller reads both and keeps the more confident result.
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
