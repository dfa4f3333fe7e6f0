"""The processes that open one file never have more than 600 MB in memory together."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.shared import Cm
from PIL import Image
from pptx.util import Cm as SlideCm

from network.media.viewing.confinement import MOST_MEMORY
from network.media.viewing.lighter import write_lighter
from network.media.viewing.results import FileRefused
from network.media.viewing.running import convert
from network.settings import base
from tests.factories.office import saved
from tests.factories.scans import read_scans
from tests.media.corpus.hostile_pdf import bomb, large_picture
from tests.media.corpus.watching import MIB, Watch


def photo(side: int, *, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise((side // 8, side // 8), 60).resize((side, side)).convert(mode)
    noise.save(out, kind, **({"quality": 60} if kind == "JPEG" else {"compress_level": 1}))
    return out.getvalue()


def album(side: int, count: int) -> bytes:
    text = docx.Document()
    for _ in range(count):
        text.add_picture(io.BytesIO(photo(side)), width=Cm(15))
    return saved(text)


def talk(side: int, count: int) -> bytes:
    show = pptx.Presentation()
    for _ in range(count):
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_picture(io.BytesIO(photo(side)), 0, 0, width=SlideCm(20))
    return saved(show)


def large_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in range(1_500):
        book.active.append([row, "Hòa giải ở cơ sở", *range(9)])
    return saved(book)


def handbook() -> bytes:
    text = docx.Document()
    for at in range(3_000):
        if at % 60 == 0:
            text.add_heading(f"Chương {at}", 1)
        text.add_paragraph(f"Điều {at}. " + "hòa giải ở cơ sở " * 12)
    return saved(text)


FILES: dict[str, Callable[[], bytes]] = {
    "photos.docx": lambda: album(3_500, 6),
    "large-photos.docx": lambda: album(6_900, 6),
    "photos.pptx": lambda: talk(4_000, 12),
    "workbook.xlsx": large_workbook,
    "handbook.docx": handbook,
    "picture-of-a-field.pdf": large_picture,
    "bomb.pdf": lambda: bomb(700),
    "camera.jpg": lambda: photo(7_000),
    "drawing.png": lambda: photo(7_000, kind="PNG", mode="RGBA"),
}


def test_photos_are_made_small_before_libreoffice_opens_them(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target.docx"
    source.write_bytes(album(2_400, 1))
    write_lighter(source, target)
    sizes = [Image.open(io.BytesIO(each)).size for each in pictures_of(target)]
    assert sizes == [(2_000, 2_000)]
    assert len(docx.Document(str(target)).inline_shapes) == 1


def test_a_file_without_large_photos_is_not_written_anew(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target.docx"
    source.write_bytes(album(400, 1))
    write_lighter(source, target)
    assert target.is_symlink()


def pictures_of(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist() if "/media/" in name]


@pytest.mark.drill
@pytest.mark.office
@pytest.mark.parametrize("name", FILES)
def test_memory_stays_below_the_bound(name, tmp_path, settings, capsys):
    settings.OFFICE_PROGRAM, settings.TESSERACT = base.OFFICE_PROGRAM, base.TESSERACT
    source, folder = tmp_path / "file", tmp_path / "made"
    source.write_bytes(FILES[name]())
    folder.mkdir()
    watch, outcome = Watch(), "ready"
    with watch.looking():
        try:
            reading = convert(source, folder, beat=lambda: None)
            read_scans(source, reading)
            outcome += f", {len(reading.parts)} parts, {dict(reading.notes)}"
        except FileRefused as refused:
            outcome = refused.refusal
    with capsys.disabled():
        print(f"{name}\t{watch.most // MIB} MiB\t{outcome}")  # noqa: T201
    assert watch.most <= MOST_MEMORY
