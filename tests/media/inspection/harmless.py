"""Everyday files that look like hostile ones: nobody may be refused them."""

from openpyxl.workbook.defined_name import DefinedName
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from tests.factories.files import written
from tests.factories.office import (
    open_document,
    outline_docx,
    saved,
    slides_pptx,
    table_xlsx,
    with_entry,
)
from tests.media.conftest import PDF, png
from tests.media.corpus import honest_office
from tests.media.corpus.hostile_pdf import named

from . import hostile, making
from .making import Stream, action, compound, field, package, saying, with_object
from .row import ACCEPTED, CLEANED, Row

MATH_TYPE = bytes.fromhex("03ce020000000000c000000000000046")
DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
)
NEXT_PAGE = (
    "<draw:page draw:name='2'><presentation:event-listener xmlns:presentation="
    "'urn:oasis:names:tc:opendocument:xmlns:presentation:1.0' presentation:action='next-page'/>"
    "</draw:page>"
)


def with_names() -> bytes:
    book = making.workbook('EXEC("calc.exe")', "Auto_Open", 'Bấm "Macro1"', title="Macro1")
    book.active.print_area = "A1:A3"
    book.defined_names["Tong_so"] = DefinedName("Tong_so", attr_text="Macro1!$A$1")
    return saved(book)


def with_formulas() -> bytes:
    link = '=HYPERLINK("https://vbpl.vn/a|b","Văn bản")'
    return saved(making.workbook(1, 2, "=SUM(A1:A2)", '=IF(A1>1,"có|không","EXEC(")', link))


def form_with_script() -> bytes:
    """A form whose date is checked by the script that Acrobat writes for it."""
    writer = making.pdf()
    script = action("JavaScript", JS=TextStringObject('AFDate_FormatEx("dd/mm/yyyy");'))
    box = ArrayObject([NumberObject(each) for each in (20, 20, 200, 40)])
    values = {"T": TextStringObject("ngay"), "FT": NameObject("/Tx"), "Rect": box}
    text = named(Subtype=NameObject("/Widget"), AA=named(F=script, K=script), **values)
    field_ = writer._add_object(text)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([field_])
    writer.root_object[NameObject("/AcroForm")] = named(Fields=ArrayObject([field_]))
    return written(writer)


def plain_form() -> bytes:
    writer = making.pdf()
    text = named(T=TextStringObject("ho_ten"), FT=NameObject("/Tx"))
    writer.root_object[NameObject("/AcroForm")] = named(Fields=ArrayObject([text]))
    return written(writer)


def signed() -> bytes:
    writer = making.pdf()
    seal = named(
        Type=NameObject("/Sig"),
        Filter=NameObject("/Adobe.PPKLite"),
        Contents=ByteStringObject(b"\x30\x82" + b"\0" * 200),
    )
    field_ = named(T=TextStringObject("ky"), FT=NameObject("/Sig"), V=seal)
    form = named(Fields=ArrayObject([field_]), SigFlags=NumberObject(3))
    writer.root_object[NameObject("/AcroForm")] = form
    return written(writer)


def at_first_page() -> bytes:
    writer = making.pdf()
    place = ArrayObject(
        [writer.pages[0].indirect_reference, NameObject("/XYZ"), *[NullObject()] * 3]
    )
    writer.root_object[NameObject("/OpenAction")] = action("GoTo", D=place)
    writer.add_outline_item(title="JavaScript và Launch là gì", page_number=0)
    return written(writer)


def jumping() -> bytes:
    entry = "ppt/slides/_rels/slide1.xml.rels"
    return making.with_relation(slides_pptx(), entry, "slide", "slide2.xml", "Internal")


ROWS = [
    Row("note-in-package.docx", lambda: with_object(package("ghi-chu.txt", b"Hoa giai")), ACCEPTED),
    Row("pdf-in-package.docx", lambda: with_object(package("mau.pdf", PDF)), ACCEPTED),
    Row(
        "workbook-inside.docx",
        lambda: with_object(table_xlsx(), "word/embeddings/Book1.xlsx"),
        ACCEPTED,
    ),
    Row("math-type.docx", lambda: with_object(compound(class_id=MATH_TYPE)), ACCEPTED),
    Row(
        "old-workbook-inside.docx",
        lambda: with_object(compound(Stream("Workbook", b"\x09\x08\x04\0\0\0\0\0"))),
        ACCEPTED,
    ),
    Row("picture.pptx", slides_pptx, ACCEPTED),
    Row("words-about-macros.xlsx", with_names, ACCEPTED),
    Row("formulas-and-links.xlsx", with_formulas, ACCEPTED),
    Row("chart.xlsx", honest_office.with_chart, ACCEPTED),
    Row(
        "printer-settings.xlsx",
        lambda: with_entry(table_xlsx(), "xl/printerSettings/printerSettings1.bin", b"\0P\0R" * 99),
        ACCEPTED,
    ),
    Row("sum.ods", lambda: hostile.computed_cell("of:=SUM([.A1:.A2])"), ACCEPTED),
    Row("words-about-dde.docx", lambda: saying("DDEAUTO c:\\a.exe, EXEC(), cmd|'/c'!A1"), ACCEPTED),
    Row(
        "pages-and-contents.docx",
        lambda: field("{", " PA", "GE ", "|", "}", "{", " TOC \\o ", "|", "}"),
        ACCEPTED,
    ),
    Row(
        "field-in-a-field.docx",
        lambda: field("{", " IF ", "{", " PAGE ", "|", "}", ' > 1 "tiếp" ""', "|", "}"),
        ACCEPTED,
    ),
    Row(
        "place-to-fill-in.docx",
        lambda: field("{", " MACROBUTTON NoMacro [ghi tên] ", "}"),
        ACCEPTED,
    ),
    Row(
        "link-in-a-field.docx",
        lambda: field("{", ' HYPERLINK "https://vbpl.vn" ', "|", "}"),
        ACCEPTED,
    ),
    Row(
        "own-template.docx",
        lambda: hostile.template("file:///C:\\Users\\An\\Templates\\Cong%20van.dotx"),
        ACCEPTED,
    ),
    Row("web-link.docx", lambda: making.linked("https://vbpl.vn/a.php?x=1"), ACCEPTED),
    Row("mail-link.docx", lambda: making.linked("mailto:stp@gialai.gov.vn"), ACCEPTED),
    Row(
        "link-to-own-drive.docx",
        lambda: making.linked("file:///D:\\Van%20ban\\mau-1.docx"),
        ACCEPTED,
    ),
    Row("pasted-from-a-website.docx", lambda: making.linked("javascript:void(0);"), ACCEPTED),
    Row("drawing.docx", lambda: making.drawing('><rect width="9" height="9"/>', DOCTYPE), ACCEPTED),
    Row("tracked-changes.docx", lambda: honest_office.with_mark(honest_office.TRACKED), ACCEPTED),
    Row(
        "custom-xml.docx",
        lambda: with_entry(outline_docx(), "customXml/item1.xml", b"<a><script>b</script></a>"),
        ACCEPTED,
    ),
    Row("jumps-to-a-slide.pptx", jumping, ACCEPTED),
    Row("plain.odt", lambda: open_document("text"), ACCEPTED),
    Row("next-page.odp", lambda: open_document("presentation", NEXT_PAGE), ACCEPTED),
    Row("list.csv", lambda: "Nơi\n- xã A | xã B,Tốt lắm!\n- Call (24h)\n".encode(), ACCEPTED),
    Row(
        "packed-objects.pdf",
        lambda: making.in_object_stream("<</S/GoTo/D[3 0 R/Fit]>>"),
        ACCEPTED,
    ),
    Row("numbers.csv", lambda: "Xã,Số\n-5,+84269\n=SUM(A1:A2),@ubnd\na|b!,-\n".encode(), ACCEPTED),
    Row("form.pdf", plain_form, ACCEPTED),
    Row("opens-at-first-page.pdf", at_first_page, ACCEPTED),
    Row(
        "web-and-mail-links.pdf",
        lambda: making.clicking("https://vbpl.vn/(a)", "mailto:a@b.vn", "tel:02693", "www.vbpl.vn"),
        ACCEPTED,
    ),
    Row("signed.pdf", signed, ACCEPTED),
    Row(
        "words-about-scripts.pdf",
        lambda: making.of_content(b"BT /F 9 Tf (JavaScript Launch) Tj ET"),
        ACCEPTED,
    ),
    Row("picture.png", png, ACCEPTED),
    Row("picture-with-a-tail.png", lambda: png() + b"\0" * 99, ACCEPTED),
    Row("form-with-script.pdf", form_with_script, CLEANED),
    Row("table-attached.pdf", lambda: making.attaching("bang.csv", b"a,1"), CLEANED),
    Row(
        "kept-from-copying.pdf", lambda: making.locked(making.clicking("https://vbpl.vn")), CLEANED
    ),
]
