"""Child process for the text recognition of one page: renders the image, then becomes tesseract.

Run as `python -m network.media.viewing.ocr_child PROGRAM FILE NUMBER FOLDER WAY TURN`; imports no
Django. Has the same limits as `child`. The result is in FOLDER/WAY.hocr and FOLDER/page.json.
"""

import json
import os
import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from .child import PDF_MAGIC
from .confinement import bound, forbid_network
from .pictures import RESIZED
from .scan_picture import drawings, is_blank, prepared, printed_lines, turned_by

# Page segmentation modes of tesseract. LAYOUT finds columns, lines and ruling lines, and is used
# for all images; SPARSE finds words anywhere and is used for the first image. PROBE takes all as
# one block, and is used for a piece of the page turned in four ways.
LAYOUT, SPARSE, PROBE = "3", "11", "6"
QUARTERS = (0, 90, 180, 270)
# How the page was turned, and where its picture has something like lines of print.
ABOUT = "page.json"
# Recognition of an A4 page works best at 300 dpi. Scans with less are enlarged, at most three
# times.
_WIDTH, _MOST_TIMES, _MOST_PIXELS = 2480, 3.0, 12_000_000


def main(program: str, source: Path, number: int, folder: Path, way: str, turn: str) -> None:
    """Write the page images and replace this process by tesseract. SPARSE reads the first image
    again."""
    bound()
    forbid_network()
    os.chdir(folder)
    if way == SPARSE:
        names = ["page-0.png"]
    elif way == PROBE:
        names = _saved(way, _pieces(_drawn(source, number)))
    else:
        names = _saved("page", _pictures(_drawn(source, number), int(turn)))
    Path("pages.txt").write_text("\n".join(names), encoding="utf-8")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.execv(program, [program, "pages.txt", way, "-l", "vie", "--psm", way, "hocr"])  # noqa: S606


def _saved(name: str, pictures: list[Image.Image]) -> list[str]:
    names = [f"{name}-{at}.png" for at in range(len(pictures))]
    for each, picture in zip(names, pictures, strict=True):
        picture.save(each, dpi=(300, 300), compress_level=1)
    return names


def _pictures(page: Image.Image, turn: int) -> list[Image.Image]:
    """Return the pictures to read, and write down how the page was turned and where it has lines
    of print."""
    pictures, turned = prepared(page, turn)
    blank = all(map(is_blank, pictures))
    lines, drawn = printed_lines(pictures[0]), drawings(pictures[0])
    about = {"turned": turned, "lines": lines, "drawings": drawn, "blank": blank}
    Path(ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return pictures


def _pieces(page: Image.Image) -> list[Image.Image]:
    """Return a piece of the page turned by each of QUARTERS, from where it has most print."""
    (picture, *_others), _turned = prepared(page, 0)
    lines = sorted(printed_lines(picture), key=lambda line: line[1]) or [(0, 0, *picture.size)]
    left, top, right, bottom = lines[len(lines) // 2]
    across, down = picture.width // 4, picture.height // 6
    x = min(max((left + right) // 2, across), picture.width - across)
    y = min(max((top + bottom) // 2, down), picture.height - down)
    piece = picture.crop((x - across, y - down, x + across, y + down))
    return [turned_by(piece, quarter) for quarter in QUARTERS]


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


if __name__ == "__main__":
    _program, _source, _number, _folder, _way, _turn = sys.argv[1:]
    main(_program, Path(_source), int(_number), Path(_folder), _way, _turn)
