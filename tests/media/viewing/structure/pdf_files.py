"""PDF files as programs print them, each with the outline that a person wrote down for it."""

import io
from typing import NamedTuple

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

Page = list[str]
LEFT, LEADING = 60, 14
# The fonts that every reader has know no other letters with marks than these get here.
LETTERS, FIRST = "Điềuươ", 160
MARKED = {ord(letter): chr(FIRST + at) for at, letter in enumerate(LETTERS) if not letter.isascii()}


def put(text: str, x: float, y: float, size: float = 11, *, bold: bool = False) -> str:
    return f"BT /{'B' if bold else 'F'} {size} Tf {x} {y} Td ({text}) Tj ET"


def bold(text: str, y: float, x: float = LEFT, size: float = 11) -> str:
    return put(text, x, y, size, bold=True)


def lines(*texts: str, x: float = LEFT, y: float = 700) -> Page:
    """Return lines below each other."""
    return [put(text, x, y - LEADING * at) for at, text in enumerate(texts)]


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x} {y} m {to_x} {to_y} l S"


def thin_box(x: float, y: float, wide: float, high: float) -> str:
    """Return a filled bar, as Word draws borders."""
    return f"{x} {y} {wide} {high} re f"


def grid(xs: list[int], ys: list[int]) -> Page:
    """Return the rules of a table with all borders."""
    flat = [rule(xs[0], y, xs[-1], y) for y in ys]
    return flat + [rule(x, ys[0], x, ys[-1]) for x in xs]


def pdf(*pages: Page) -> bytes:
    """Return a PDF of A4 pages that draw these."""
    writer = PdfWriter()
    names = {"F": "Helvetica", "B": "Helvetica-Bold"}
    fonts = DictionaryObject()
    for key, name in names.items():
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": f"/{name}"}
        made = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        codes = [NumberObject(FIRST), *(NameObject(f"/uni{ord(each):04X}") for each in LETTERS)]
        made[NameObject("/Encoding")] = DictionaryObject(
            {NameObject("/Differences"): ArrayObject(codes)}
        )
        fonts[NameObject(f"/{key}")] = writer._add_object(made)
    for content in pages:
        page = writer.add_blank_page(595, 842)
        stream = StreamObject()
        stream.set_data("\n".join(content).translate(MARKED).encode("latin-1"))
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# An element of the tags: its name, its children or marked content, and more entries.
Tag = tuple[str, "list[Tag] | int", dict[str, int]]


def marked(number: int, drawing: str) -> str:
    return f"/P <</MCID {number}>> BDC {drawing} EMC"


def tagged(content: Page, tags: list[Tag]) -> bytes:
    """Return a PDF of one page whose marked contents have these tags."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(content)))
    page = writer.pages[0]
    parents: dict[int, object] = {}

    def element(tag: Tag, parent: object) -> object:
        name, inside, more = tag
        made = DictionaryObject({NameObject("/S"): NameObject(f"/{name}")})
        made[NameObject("/P")] = parent
        kept = writer._add_object(made)
        if isinstance(inside, int):
            made[NameObject("/K")] = NumberObject(inside)
            made[NameObject("/Pg")] = page.indirect_reference
            parents[inside] = kept
        else:
            made[NameObject("/K")] = ArrayObject(element(each, kept) for each in inside)
        if more:
            table = DictionaryObject({NameObject("/O"): NameObject("/Table")})
            for key, value in more.items():
                table[NameObject(f"/{key}")] = NumberObject(value)
            made[NameObject("/A")] = table
        return kept

    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    kept = writer._add_object(root)
    root[NameObject("/K")] = ArrayObject(element(tag, kept) for tag in tags)
    listed = ArrayObject(parents[number] for number in sorted(parents))
    numbers = ArrayObject([NumberObject(0), writer._add_object(listed)])
    root[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): numbers})
    writer.root_object[NameObject("/StructTreeRoot")] = kept
    is_marked = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    writer.root_object[NameObject("/MarkInfo")] = is_marked
    page[NameObject("/StructParents")] = NumberObject(0)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def cell(number: int, name: str = "TD", **spans: int) -> Tag:
    return (name, number, spans)


TAGGED = tagged(
    [
        marked(0, put("Ket qua nam", 60, 760)),
        *[marked(1, put("Xa", 60, 720)), marked(2, put("Hoa giai", 240, 720))],
        *[marked(3, put("Nhan", 200, 700)), marked(4, put("Thanh", 300, 700))],
        *[marked(5, put("Ia Mau", 60, 680)), marked(6, put("8", 200, 680))],
        marked(7, put("6", 300, 680)),
        marked(8, put("Het bang.", 60, 640)),
    ],
    [
        ("H1", 0, {}),
        (
            "Table",
            [
                ("TR", [cell(1, "TH", RowSpan=2), cell(2, "TH", ColSpan=2)], {}),
                ("TR", [cell(3, "TH"), cell(4, "TH")], {}),
                ("TR", [cell(5), cell(6), cell(7)], {}),
            ],
            {},
        ),
        ("P", 8, {}),
    ],
)


class PdfFile(NamedTuple):
    """A PDF: its pages, and the outline of what readers see, page by page."""

    name: str
    pages: list[Page]
    outlines: list[list[str]]


FULL_GRID = PdfFile(
    "table-with-all-borders",
    [
        [
            *lines("Ket qua sau thang dau nam:", y=740),
            *grid([60, 200, 300, 420], [720, 700, 680, 650]),
            *[put("Xa", 66, 706), put("So vu", 206, 706), put("Hoa giai thanh", 306, 706)],
            *[put("Ia Mau", 66, 686), put("8", 206, 686), put("6", 306, 686)],
            *[put("Ia Thu", 66, 667), put("5", 206, 667)],
            *[put("4, con mot vu", 306, 667), put("dang hoa giai", 306, 655)],
            *lines("Het bang.", y=630),
        ]
    ],
    [
        [
            "¶ Ket qua sau thang dau nam:",
            "| ^Xa | ^So vu | ^Hoa giai thanh |",
            "| Ia Mau | 8 | 6 |",
            "| Ia Thu | 5 | 4, con mot vu dang hoa giai |",
            "¶ Het bang.",
        ]
    ],
)

MERGED = PdfFile(
    "table-with-merged-cells",
    [
        [
            # "Xa" is two rows high and "Hoa giai" two columns wide; no rules at the sides.
            *[thin_box(60, y, 360, 0.5) for y in (720, 680, 660)],
            thin_box(200, 700, 220, 0.5),
            thin_box(200, 660, 0.5, 60),
            thin_box(300, 660, 0.5, 40),
            *[put("Xa", 66, 697), put("Hoa giai", 280, 706)],
            *[put("So vu", 206, 686), put("Thanh", 306, 686)],
            *[put("Ia Mau", 66, 666), put("8", 206, 666), put("6", 306, 666)],
        ]
    ],
    [
        [
            "| ^Xa {1x2} | ^Hoa giai {2x1} |",
            "| ^So vu | ^Thanh |",
            "| Ia Mau | 8 | 6 |",
        ]
    ],
)

OVER_TWO_PAGES = PdfFile(
    "table-over-two-pages",
    [
        [
            *grid([60, 200, 400], [720, 700, 680]),
            *[put("Viec", 66, 706), put("Han", 206, 706)],
            *[put("Ra soat", 66, 686), put("Quy I", 206, 686)],
        ],
        [
            *grid([60, 200, 400], [760, 740]),
            *[put("Tap huan", 66, 746), put("Quy II", 206, 746)],
            *lines("Cac xa thuc hien.", y=700),
        ],
    ],
    [
        ["| ^Viec | ^Han |", "| Ra soat | Quy I |"],
        ["| ^Viec | ^Han |", "| Tap huan | Quy II |", "¶ Cac xa thuc hien."],
    ],
)

LEFT_COLUMN = [
    "Hoa giai o co so la viec hoa giai vien",
    "huong dan, giup do cac ben dat duoc",
    "thoa thuan, tu nguyen giai quyet voi",
    "nhau cac mau thuan, tranh chap nho.",
    "Viec hoa giai khong thu phi cua ai ca.",
]
RIGHT_COLUMN = [
    "To hoa giai duoc thanh lap o thon,",
    "lang, to dan pho de hoat dong hoa",
    "giai. Moi to co tu ba hoa giai vien",
    "tro len, trong do co hoa giai vien nu.",
    "To truong phan cong hoa giai vien lam.",
]
COLUMNS = PdfFile(
    "two-columns-written-line-by-line",
    [
        [
            bold("Ban tin phap luat so 12", 740, size=16),
            put("Trich luat hoa giai o co so, dung cho cac to hoa giai cua tinh.", 60, 720),
            *[
                put(text, x, 700 - LEADING * at)
                for at, pair in enumerate(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True))
                for text, x in zip(pair, (LEFT, 320), strict=True)
            ],
            put("Moi y kien xin gui ve So Tu phap tinh, dien thoai trong gio hanh chinh.", 60, 600),
        ]
    ],
    [
        [
            "# Ban tin phap luat so 12",
            "¶ Trich luat hoa giai o co so, dung cho cac to hoa giai cua tinh.",
            f"¶ {' '.join(LEFT_COLUMN)}",
            f"¶ {' '.join(RIGHT_COLUMN)}",
            "¶ Moi y kien xin gui ve So Tu phap tinh, dien thoai trong gio hanh chinh.",
        ]
    ],
)


def running(number: int, *texts: str) -> Page:
    head = put("So Tu phap - So tay hoa giai", 60, 810, 9)
    foot = put("Tai lieu noi bo", 60, 30, 9)
    said = [put(text, LEFT, 740 - 30 * at) for at, text in enumerate(texts)]
    return [foot, head, *said, put(f"Trang {number}/3", 280, 20, 9)]


HEADS = PdfFile(
    "running-heads-and-page-numbers",
    [
        running(1, "Bang 1 la so vu cua nam truoc.", "Moi xa mot dong, moi thang mot cot so."),
        running(2, "Bang 2 la so vu cua nam nay.", "So lieu den het thang sau."),
        running(3, "Nguoi dan goi so 111 khi can giup."),
    ],
    [
        [
            "¶ So Tu phap - So tay hoa giai",
            "¶ Bang 1 la so vu cua nam truoc.",
            "¶ Moi xa mot dong, moi thang mot cot so.",
            "¶ Tai lieu noi bo",
        ],
        ["¶ Bang 2 la so vu cua nam nay.", "¶ So lieu den het thang sau."],
        ["¶ Nguoi dan goi so 111 khi can giup."],
    ],
)

DECISION = PdfFile(
    "articles-without-bold-and-unruled-table",
    [
        [
            *[bold("Chương I", 760, 250), bold("QUY DINH CHUNG", 746, 235)],
            put("Điều 1. Pham vi", 60, 725),
            put("Quyet dinh nay quy dinh viec hoa giai o co so tren dia ban toan tinh,", 60, 711),
            put("ap dung cho to hoa giai, hoa giai vien va nguoi dan co lien quan den.", 60, 697),
            put("Điều 2. Muc chi", 60, 676),
            *[put("Thu lao", 60, 655), put("300.000 dong", 300, 655)],
            *[put("Van phong pham", 60, 641), put("100.000 dong", 300, 641)],
            *[put("Tap huan", 60, 627), put("200.000 dong", 300, 627)],
        ]
    ],
    [
        [
            "# Chương I QUY DINH CHUNG",
            "## Điều 1. Pham vi",
            "¶ Quyet dinh nay quy dinh viec hoa giai o co so tren dia ban toan tinh, "
            "ap dung cho to hoa giai, hoa giai vien va nguoi dan co lien quan den.",
            "## Điều 2. Muc chi",
            "¶ Thu lao 300.000 dong",
            "¶ Van phong pham 100.000 dong",
            "¶ Tap huan 200.000 dong",
        ]
    ],
)

PDF_FILES = [FULL_GRID, MERGED, OVER_TWO_PAGES, COLUMNS, HEADS, DECISION]
