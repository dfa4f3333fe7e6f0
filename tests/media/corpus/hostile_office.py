"""Office files of people who mean harm: they grow, they call, they name other files."""

import io
import itertools
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable

import docx

from network.media.viewing.results import Refusal
from tests.factories.office import (
    entry_of,
    outline_docx,
    saved,
    slides_pptx,
    table_xlsx,
    with_entry,
)

from .hostile import Hostile
from .row import READY

DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
# Where a file would appear that climbs out of its archive or is told to write.
TEMP = tempfile.gettempdir()
RELATIONS = "word/_rels/document.xml.rels"
WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_NAME = "xl/worksheets/sheet1.xml"
END = b"</Relationships>"
NO_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + END
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def calling(
    kind: str,
    entry: str = RELATIONS,
    make: Callable[[], bytes] = outline_docx,
    form: str = "<Relationship Id='rId99' Type='{0}' Target='{1}/a' TargetMode='External'/>",
) -> Callable[[str], bytes]:
    """A file whose relation of that kind leads to the address."""

    def made(url: str) -> bytes:
        file, more = make(), form.format(KIND + kind, url).encode()
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            old = archive.read(entry) if entry in archive.namelist() else NO_RELATIONS
        return with_entry(file, entry, old.replace(END, more + END))

    return made


def ending(file: bytes, mark: bytes) -> bytes:
    """The file with these paragraphs at the end of its text."""
    text = entry_of(file, DOCUMENT)
    return with_entry(file, DOCUMENT, text.replace(b"<w:sectPr", mark + b"<w:sectPr", 1))


def linked_picture(url: str) -> bytes:
    """What Word writes for a picture that stays where it is."""
    drawing = (
        b'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        b'wordprocessingDrawing"><wp:docPr id="9" name="a"/><a:graphic xmlns:a="http://schemas.openxml'
        b'formats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxml'
        b'formats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.openxml'
        b'formats.org/officeDocument/2006/relationships" r:link="rId99"/></pic:blipFill></pic:pic>'
        b"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    file = calling("image")(url)
    return ending(file, drawing)


def field(url: str) -> bytes:
    """A picture that a field fetches, and a link that runs a script."""
    made = docx.Document()
    made.add_paragraph("Hoa giai")
    words = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPICTURE '
        f'"{url}/a.png" \\d </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ).encode()
    file = saved(made)
    return ending(file, words)


def script_link(_url: str) -> bytes:
    form = (
        "<Relationship Id='rId99' Type='{0}' Target='javascript:alert(1)' TargetMode='External'/>"
    )
    file = calling("hyperlink", form=form)("")
    link = (
        b'<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId99"><w:r><w:t>&lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r>'
        b"</w:hyperlink></w:p>"
    )
    return ending(file, link)


def reading(secret: str, *, codec: str = "utf-8", before: str = "") -> bytes:
    """A text that names a file of the machine."""
    head = f'<?xml version="1.0" encoding="{codec}"?>{before}'
    text = (
        f'{head}<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]><w:document xmlns:w="{WORD.decode()}">'
        "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    return with_entry(outline_docx(), DOCUMENT, text.encode(codec))


def reading_slide(secret: str) -> bytes:
    old = entry_of(slides_pptx(), "ppt/slides/slide1.xml").decode()
    named = old.replace("?>", f'?><!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]>', 1)
    return with_entry(
        slides_pptx(), "ppt/slides/slide1.xml", named.replace("Nghe hết", "&x;").encode()
    )


def laughing(_url: str) -> bytes:
    names = "abcdefghij"
    grown = "".join(
        f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in itertools.pairwise(names)
    )
    text = f'<!DOCTYPE a [<!ENTITY a "ha">{grown}]><a>&j;</a>'
    return with_entry(table_xlsx(), "xl/sharedStrings.xml", text.encode())


def many_entries(_url: str) -> bytes:
    out = io.BytesIO(outline_docx())
    with zipfile.ZipFile(out, "a") as archive:
        for at in range(4000):
            archive.writestr(f"word/a{at}.xml", b"")
    return out.getvalue()


def lying(_url: str) -> bytes:
    """An entry that says it is small, and unpacks to 80 MB."""
    file = with_entry(outline_docx(), "word/a.xml", b"0" * 80_000_000)
    return file.replace(struct.pack("<I", 80_000_000), struct.pack("<I", 1000))


def names_of_paths(_url: str) -> bytes:
    out = io.BytesIO(outline_docx())
    with zipfile.ZipFile(out, "a") as archive:
        for name in (f"../../../..{TEMP}/thoat.xml", "/thoat.xml", "word/media/../../thoat.png"):
            archive.writestr(name, b"<a/>")
    return out.getvalue()


def claimed_picture(width: int = 60_000) -> bytes:
    """A PNG whose head claims gigapixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, width, 8, 2, 0, 0, 0)
    pieces = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 999)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


PROGRAM = (
    f"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n({TEMP}/thoat) (w) file\n%%EOF\n".encode()
)


def picture_of(content: bytes) -> Callable[[str], bytes]:
    return lambda _url: with_entry(outline_docx(), "word/media/image1.png", content)


def sheet(cells: bytes) -> Callable[[str], bytes]:
    text = b'<worksheet xmlns="' + SHEET + b'"><sheetData>' + cells + b"</sheetData></worksheet>"
    return lambda _url: with_entry(table_xlsx(), SHEET_NAME, text)


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NOTHING = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_b</t></is></c></row>'
ASKING = '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("%s/a")</f><v>cu</v></c></row>'


def nested(_url: str) -> bytes:
    return with_entry(outline_docx(), DOCUMENT, b"<a>" * 100_000 + b"</a>" * 100_000)


def chapters(_url: str) -> bytes:
    head = b'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    return ending(outline_docx(), head * 400)


PREFIXED = (
    '<p:Relationship xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships" '
    'Id="rId99" Type="{0}" Target="{1}/a" TargetMode="&#69;xternal"/>'
)
BLANKS = f"<!--{' ' * 80_000}-->"
VBA = "word/vbaProject.bin"
LONG_TYPES = b" " * 5_000_000

ROWS = [
    Hostile("linked-picture.docx", linked_picture, Refusal.EXTERNAL),
    Hostile("other-spelling.docx", calling("image", form=PREFIXED), Refusal.EXTERNAL),
    Hostile("ole-object.docx", calling("oleObject"), Refusal.EXTERNAL),
    Hostile(
        "template-elsewhere.docx",
        calling("attachedTemplate", "word/_rels/settings.xml.rels"),
        Refusal.EXTERNAL,
    ),
    Hostile(
        "film-elsewhere.pptx",
        calling("video", "ppt/slides/_rels/slide1.xml.rels", slides_pptx),
        Refusal.EXTERNAL,
    ),
    Hostile(
        "workbook-elsewhere.xlsx",
        calling("externalLinkPath", "xl/externalLinks/_rels/externalLink1.xml.rels", table_xlsx),
        Refusal.EXTERNAL,
    ),
    Hostile("field-that-fetches.docx", field, READY),
    Hostile("web-service.xlsx", lambda url: sheet((ASKING % url).encode())(url), READY),
    Hostile("script-link.docx", script_link, READY),
    Hostile("reads-a-file.docx", reading, Refusal.BOMB, names_secret=True),
    Hostile(
        "reads-a-file-in-utf-16.docx",
        lambda secret: reading(secret, codec="utf-16"),
        Refusal.BOMB,
        names_secret=True,
    ),
    Hostile(
        "reads-a-file-far-below.docx",
        lambda secret: reading(secret, before=BLANKS),
        Refusal.BOMB,
        names_secret=True,
    ),
    Hostile("reads-a-file.pptx", reading_slide, Refusal.BOMB, names_secret=True),
    Hostile("laughs.xlsx", laughing, Refusal.BOMB),
    Hostile(
        "zeros.docx",
        lambda _: with_entry(outline_docx(), "word/a.xml", b"0" * 50_000_000),
        Refusal.BOMB,
    ),
    Hostile("many-entries.docx", many_entries, Refusal.BOMB),
    Hostile(
        "long-list-of-types.docx",
        lambda _: with_entry(outline_docx(), TYPES, LONG_TYPES),
        Refusal.BOMB,
    ),
    Hostile("lying-about-its-size.docx", lying, Refusal.BROKEN),
    Hostile("program.docx", lambda _: with_entry(outline_docx(), VBA, b"x"), Refusal.MACROS),
    Hostile("names-of-paths.docx", names_of_paths, Refusal.BROKEN),
    Hostile("claimed-picture.docx", picture_of(claimed_picture()), READY),
    Hostile("program-as-picture.docx", picture_of(PROGRAM), READY),
    Hostile("far-cell.xlsx", sheet(FAR), Refusal.TOO_LONG),
    Hostile("nothing-inside-a-word.xlsx", sheet(NOTHING), READY),
    Hostile("nested.docx", nested, Refusal.BROKEN),
    Hostile("endless-chapters.docx", chapters, READY),
]
