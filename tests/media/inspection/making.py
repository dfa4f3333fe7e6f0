"""Pieces of hostile files and of their harmless likenesses, all made here."""

import io
import struct
import zipfile
import zlib
from typing import NamedTuple

import docx
import openpyxl
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from network.media.inspection.compound import MAGIC
from tests.factories.files import written
from tests.factories.office import entry_of, outline_docx, saved, with_entry
from tests.media.corpus.honest_pdf import SENTENCE, drawn
from tests.media.corpus.hostile_pdf import named

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
# The head of a Windows program: enough to be known as one, too little to be run.
PROGRAM = b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0" + b"\0" * 200
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Stream(NamedTuple):
    """An entry of a compound file."""

    name: str
    content: bytes
    kind: int = 2


def compound(*streams: Stream, class_id: bytes = bytes(16)) -> bytes:
    """An OLE compound file with these streams; all of them in sectors of their own."""
    sectors, table, entries = [], [], []

    def put(content: bytes) -> int:
        start = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        sectors.extend(pieces)
        table.extend([*range(start + 1, start + len(pieces)), 0xFFFFFFFE])
        return start

    def entry(name: str, kind: int, start: int, size: int, clsid: bytes = bytes(16)) -> bytes:
        spelled = name.encode("utf-16-le") + b"\0\0"
        head = spelled.ljust(64, b"\0") + struct.pack("<HBB", len(spelled), kind, 1)
        tree = struct.pack("<III", *[0xFFFFFFFF] * 3)
        return (head + tree + clsid).ljust(116, b"\0") + struct.pack("<II", start, size) + bytes(4)

    entries.append(entry("Root Entry", 5, 0xFFFFFFFE, 0, class_id))
    for each in streams:
        start = put(each.content) if each.content else 0xFFFFFFFE
        entries.append(entry(each.name, each.kind, start, len(each.content)))
    directory = put(b"".join(entries))
    # The table of sectors is one sector, the last.
    place = len(sectors)
    listed = [*table, 0xFFFFFFFD][:128]
    sectors.append(struct.pack(f"<{len(listed)}I", *listed).ljust(512, b"\xff"))
    header = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, directory, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", place) + b"\xff" * 432
    return header + b"".join(sectors)


def package(name: str, content: bytes, *, path: str = "") -> bytes:
    """What the Object Packager writes for a file that is put into a text as an icon."""
    path = path or f"C:\\Van ban\\{name}"
    source = path.encode() + b"\0"
    body = b"\x02\0" + name.encode() + b"\0" + path.encode() + b"\0" + b"\0\0\x03\0"
    body += struct.pack("<I", len(source)) + source + struct.pack("<I", len(content)) + content
    return compound(Stream("\x01Ole10Native", struct.pack("<I", len(body)) + body))


def with_object(content: bytes, name: str = "word/embeddings/oleObject1.bin") -> bytes:
    """A text in which this object is embedded."""
    file = with_entry(outline_docx(), name, content)
    return with_type(file, name, "application/vnd.openxmlformats-officedocument.oleObject")


def with_type(archive: bytes, part: str, media: str) -> bytes:
    """The archive with a part more in its list of types."""
    types = entry_of(archive, TYPES)
    more = f'<Override PartName="/{part}" ContentType="{media}"/></Types>'.encode()
    return with_entry(archive, TYPES, types.replace(b"</Types>", more))


def with_relation(
    archive: bytes, entry: str, kind: str, target: str, mode: str = "External"
) -> bytes:
    """The archive with a relation more."""
    empty = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b"</Relationships>"
    )
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        old = opened.read(entry) if entry in opened.namelist() else empty
    relation = (
        f'<Relationship Id="rId77" Type="{RELATIONS}{kind}" Target="{target}" TargetMode="{mode}"/>'
    ).encode()
    end = b"</Relationships>"
    return with_entry(archive, entry, old.replace(end, relation + end))


def linked(target: str) -> bytes:
    """A text with a link that a reader clicks."""
    return with_relation(outline_docx(), "word/_rels/document.xml.rels", "hyperlink", target)


def field(*runs: str) -> bytes:
    """A text with a field; "{" begins one, "}" ends it, "|" separates code and result."""
    marks = {"{": "begin", "}": "end", "|": "separate"}
    body = "".join(
        f'<w:r><w:fldChar w:fldCharType="{marks[run]}"/></w:r>'
        if run in marks
        else f'<w:r><w:instrText xml:space="preserve">{run}</w:instrText></w:r>'
        for run in runs
    )
    text = entry_of(outline_docx(), DOCUMENT)
    more = f"<w:p>{body}</w:p><w:sectPr".encode()
    return with_entry(outline_docx(), DOCUMENT, text.replace(b"<w:sectPr", more, 1))


def saying(words: str) -> bytes:
    made = docx.Document()
    made.add_paragraph(words)
    return saved(made)


def workbook(*cells: object, title: str = "Mức chi") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = title
    for value in cells:
        book.active.append([value])
    return book


def drawing(content: str, head: str = "") -> bytes:
    """A text with a drawing in SVG."""
    svg = f'{head}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"{content}</svg>'
    return with_entry(outline_docx(), "word/media/image7.svg", svg.encode())


def pdf(**root: object) -> PdfWriter:
    """A PDF of one page; `root` goes into its catalogue."""
    writer = drawn(SENTENCE)
    for key, value in root.items():
        writer.root_object[NameObject(f"/{key}")] = value
    return writer


def action(kind: str, **values: object) -> DictionaryObject:
    return named(S=NameObject(f"/{kind}"), **values)


def opening(kind: str, **values: object) -> bytes:
    """A PDF that does this when it is opened."""
    return written(pdf(OpenAction=action(kind, **values)))


def clicking(*addresses: str) -> bytes:
    """A PDF with a link for each address."""
    writer = pdf()
    links = ArrayObject()
    for address in addresses:
        act = action("URI", URI=TextStringObject(address))
        box = ArrayObject()
        link = named(Subtype=NameObject("/Link"), A=act, Rect=box)
        links.append(writer._add_object(link))
    writer.pages[0][NameObject("/Annots")] = links
    return written(writer)


def attaching(name: str, content: bytes) -> bytes:
    writer = pdf()
    writer.add_attachment(name, content)
    return written(writer)


# Stands in every embedded file below, so that its bytes are found in a copy.
MARK = b"bi mat trong tep dinh kem"


def embedded(writer: PdfWriter, content: bytes, **more: object) -> DictionaryObject:
    """A file specification whose stream does not say that it is an embedded file."""
    stream = StreamObject()
    stream.set_data(content)
    for key, value in more.items():
        stream[NameObject(f"/{key}")] = value
    file = named(F=writer._add_object(stream))
    return named(Type=NameObject("/Filespec"), F=TextStringObject("a.swf"), EF=file)


def associated(content: bytes) -> bytes:
    """A PDF with a file that only its list of associated files names."""
    writer = pdf()
    files = ArrayObject([writer._add_object(embedded(writer, content))])
    writer.root_object[NameObject("/AF")] = files
    return written(writer)


def playing() -> bytes:
    """A PDF with a rich media annotation, whose film is one of its assets."""
    writer = pdf()
    asset = writer._add_object(embedded(writer, MARK))
    assets = named(Names=ArrayObject([TextStringObject("a.swf"), asset]))
    film = named(Asset=asset, Subtype=NameObject("/Flash"))
    configuration = named(Instances=ArrayObject([writer._add_object(film)]))
    content = named(Assets=assets, Configurations=ArrayObject([configuration]))
    note = named(
        Subtype=NameObject("/RichMedia"),
        Rect=ArrayObject(map(NumberObject, (10, 10, 90, 90))),
        RichMediaContent=writer._add_object(content),
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return written(writer)


OBJECT_STREAM = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"


def in_object_stream(
    inner: str, dictionary: bytes = OBJECT_STREAM, keyword: bytes = b"stream\n", row: int = 0
) -> bytes:
    """A PDF whose catalogue calls an action that is packed in an object stream.

    `row`: packed for the predictor of PNG, in rows of so many bytes.
    """
    plain = f"9 0 {inner}".encode()
    cuts = range(0, len(plain), row) if row else ()
    predicted = b"".join(b"\0" + plain[at : at + row].ljust(row) for at in cuts)
    packed = zlib.compress(predicted or plain)
    head = b"%PDF-1.5\n"
    bodies = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 9 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj\n",
        b"4 0 obj<<%b/Length %d>>%b%b\nendstream endobj\n"
        % (dictionary, len(packed), keyword, packed),
    ]
    places, out = [], head
    for body in bodies:
        places.append(len(out))
        out += body
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (1, len(out), 0)]
    rows += [(0, 0, 0)] * 3 + [(2, 4, 0)]
    table = zlib.compress(b"".join(struct.pack(">BHB", *row) for row in rows))
    out += (
        b"5 0 obj<</Type/XRef/Size 10/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%b"
        b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % (len(table), table, rows[5][1])
    )
    return out


def locked(data: bytes, password: str = "") -> bytes:
    """A PDF that may be read but not copied, or not read without its password."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, "chu")
    return written(writer)


def of_content(content: bytes) -> bytes:
    """A PDF whose page is drawn by this content stream."""
    return written(drawn(content))
