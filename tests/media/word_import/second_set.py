"""Twelve Word documents made with python-docx, as a second set for the import.

What each must become is in second/docx. It was written by hand before the converter had read them.
"""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from PIL import Image

WHO = 'w:id="9" w:author="B" w:date="2026-02-02T08:00:00Z"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def raw(text: str) -> Any:
    """Return an element from XML whose root needs the namespaces of Word."""
    end = min(place for place in (text.find(" "), text.find(">"), text.find("/>")) if place > 0)
    spaces = nsdecls("w", "r", "a", "pic", "wp")
    more = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    more += 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    more += 'xmlns:v="urn:schemas-microsoft-com:vml"'
    return parse_xml(f"{text[:end]} {spaces} {more}{text[end:]}")


def run(text: str, tag: str = "w:t") -> str:
    return f'<w:r><{tag} xml:space="preserve">{text}</{tag}></w:r>'


def add(paragraph: Any, *parts: str) -> Any:
    """Append raw XML to a paragraph."""
    for part in parts:
        paragraph._p.append(raw(part))
    return paragraph


def bold(document: Any, text: str, size: float | None = None) -> Any:
    paragraph = document.add_paragraph()
    made = paragraph.add_run(text)
    made.bold = True
    if size:
        made.font.size = Pt(size)
    return paragraph


def image(colour: str) -> io.BytesIO:
    picture = Image.new("RGB", (160, 90), colour)
    picture.paste(Image.linear_gradient("L").resize((80, 45)).convert("RGB"), (10, 10))
    written = io.BytesIO()
    picture.save(written, "JPEG")
    written.seek(0)
    return written


def unstyled() -> Any:
    document = Document()
    document.add_paragraph("SỞ TƯ PHÁP TỈNH MẪU").alignment = WD_ALIGN_PARAGRAPH.CENTER
    bold(document, "Phần I. NHỮNG ĐIỀU CẦN BIẾT", 16)
    document.add_paragraph("Trẻ em được khai sinh trong 60 ngày kể từ ngày sinh.")
    bold(document, "1. Nơi nộp hồ sơ", 13)
    document.add_paragraph("Nộp tại bộ phận một cửa của xã.")
    lead = document.add_paragraph()
    lead.add_run("Lưu ý: ").bold = True
    lead.add_run("mang theo giấy chứng sinh.")
    bold(document, "Phần II. LỆ PHÍ", 16)
    document.add_paragraph("Đăng ký đúng hạn không phải nộp lệ phí.")
    return document


def nested() -> Any:
    document = Document()
    document.add_paragraph("Hồ sơ gồm:")
    for style, text in (
        ("List Bullet", "Tờ khai;"),
        ("List Bullet", "Giấy tờ:"),
        ("List Bullet 2", "giấy chứng sinh;"),
        ("List Bullet 3", "bản chính;"),
        ("List Bullet 2", "căn cước."),
        ("List Bullet", "Sổ hộ nghèo."),
    ):
        document.add_paragraph(text, style=style)
    document.add_paragraph("Trình tự:")
    for style, text in (
        ("List Number", "Nộp hồ sơ"),
        ("List Number", "Nhận phiếu hẹn"),
        ("List Number 2", "giữ phiếu"),
        ("List Number", "Nhận kết quả"),
    ):
        document.add_paragraph(text, style=style)
    return document


def merged() -> Any:
    document = Document()
    document.add_paragraph("Mức hỗ trợ:")
    table = document.add_table(rows=4, cols=4, style="Table Grid")
    rows = [
        ["Đối tượng", "Mức hỗ trợ", "", "Ghi chú"],
        ["", "Nhà mới", "Sửa nhà", ""],
        ["Hộ nghèo", "60", "30", "Một lần"],
        ["Hộ cận nghèo", "50", "25", ""],
    ]
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 3).merge(table.cell(1, 3))
    table.cell(2, 3).merge(table.cell(3, 3))
    for row in table.rows:
        for cell in row.cells:
            for extra in cell.paragraphs[1:]:
                if not extra.text:
                    extra._p.getparent().remove(extra._p)
    document.add_paragraph("Đơn vị: triệu đồng.")
    return document


def tracked() -> Any:
    document = Document()
    first = document.add_paragraph("Thời hạn giải quyết là ")
    add(first, f"<w:del {WHO}>{run('15 ngày', 'w:delText')}</w:del>")
    add(first, f"<w:ins {WHO}>{run('10 ngày')}</w:ins>", run(" làm việc."))
    noted = document.add_paragraph("Hộ nghèo được miễn phí.")
    document.add_comment(noted.runs, text="Hỏi lại kế toán", author="B", initials="B")
    gone = document.add_paragraph()
    gone._p.get_or_add_pPr().append(raw(f"<w:rPr><w:del {WHO}/></w:rPr>"))
    add(gone, f"<w:del {WHO}>{run('Câu này bỏ.', 'w:delText')}</w:del>")
    whole = document.add_paragraph()
    whole._p.get_or_add_pPr().append(raw(f"<w:rPr><w:ins {WHO}/></w:rPr>"))
    add(whole, f"<w:ins {WHO}>{run('Câu này mới.')}</w:ins>")
    formed = document.add_paragraph()
    add(
        formed,
        f"<w:r><w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>"
        "<w:t>Chỉ đổi chữ đậm,</w:t></w:r>",
        run(" chữ giữ nguyên."),
    )
    return document


def vntime() -> Any:
    document = Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr()
    for old in fonts.findall(qn("w:rFonts")):
        fonts.remove(old)
    fonts.insert(0, raw('<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime" w:cs=".VnTime"/>'))
    head = document.add_paragraph()
    made = head.add_run("héi ®ång phèi hîp")
    made.bold, made.font.name = True, ".VnTimeH"
    document.add_paragraph("Nh©n d©n x· Ia MÉu ®­îc t­ vÊn ph¸p luËt miÔn phÝ.")
    mixed = document.add_paragraph("Liªn hÖ: ")
    mixed.add_run("Trung tâm Trợ giúp pháp lý").font.name = "Times New Roman"
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (each for row in table.rows for each in row.cells),
        ("Néi dung", "Sè l­îng", "Tê r¬i", "200"),
        strict=True,
    ):
        cell.text = text
    return document


def vni() -> Any:
    document = Document()
    for text, font in (
        ("Hoäi ñoàng phoå bieán phaùp luaät", "VNI-Helve"),
        ("Ngöôøi daân noäp ñôn ôû xaõ.", "VNI-Times"),
        ("Website: https://pbgdpl.gialai.gov.vn", "Times New Roman"),
    ):
        document.add_paragraph().add_run(text).font.name = font
    two = document.add_paragraph()
    made = two.add_run("Mieãn phí")
    made.bold, made.font.name = True, "VNI-Times"
    two.add_run(" cho hoä ngheøo.").font.name = "VNI-Times"
    return document


def boxes() -> Any:
    document = Document()
    inside = f"<w:txbxContent><w:p>{run('Đường dây nóng: 0000')}</w:p></w:txbxContent>"
    box = document.add_paragraph("Gọi khi cần")
    add(
        box,
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:docPr id="5" name="Hộp"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        run(" trợ giúp."),
    )
    add(
        document.add_paragraph("Chỉ có hộp cũ:"),
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"<w:p>{run('Dòng một')}</w:p><w:p>{run('Dòng hai')}</w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    )
    document.add_paragraph("Sau hộp.")
    return document


def pictures() -> Any:
    document = Document()
    document.add_paragraph("Buổi tư vấn lưu động:")
    document.add_picture(image("navy"), width=Cm(8))
    shown = document.paragraphs[-1]._p.find(".//" + qn("wp:docPr"))
    shown.set("descr", "Người dân ngồi quanh bàn")
    document.add_paragraph("Hình 1. Tư vấn ở nhà văn hóa", style="Caption")
    document.add_paragraph("Hai ảnh liền nhau:")
    pair = document.add_paragraph()
    pair.add_run().add_picture(image("green"), width=Cm(5))
    pair.add_run().add_picture(image("maroon"), width=Cm(5))
    under = document.add_paragraph()
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    under.add_run("Ảnh 2: Phát tờ gấp ở chợ").italic = True
    document.add_paragraph("Hết ảnh.")
    return document


def links() -> Any:
    document = Document()

    def linked(paragraph: Any, address: str, words: str) -> None:
        key = document.part.relate_to(address, LINKS, is_external=True)
        add(paragraph, f'<w:hyperlink r:id="{key}">{run(words)}</w:hyperlink>')

    first = document.add_paragraph("Xem ")
    linked(first, "https://vanban.example.vn/luat?so=1&nam=2026", "văn bản")
    add(first, run(" hoặc "))
    linked(first, "mailto:hoi@example.vn", "gửi thư")
    add(first, run("."))
    second = document.add_paragraph()
    add(
        second,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        run(' HYPERLINK "https://tgpl.example.vn/" ', "w:instrText"),
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("Trợ giúp pháp lý"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run(" và "),
        f'<w:hyperlink w:anchor="muc2">{run("mục 2")}</w:hyperlink>',
    )
    third = document.add_paragraph()
    linked(third, "javascript:alert(1)", "bấm vào đây")
    linked(third, "file:///C:/tai-lieu/a.doc", " tệp trên máy")
    return document


def inner_table() -> Any:
    document = Document()
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Điểm tư vấn", "Lịch"), strict=True):
        cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(raw("<w:tblHeader/>"))
    table.cell(1, 0).text = "Nhà văn hóa"
    inner = table.cell(1, 1).add_table(rows=2, cols=2)
    for cell, text in zip(
        (each for row in inner.rows for each in row.cells),
        ("Thứ hai", "8 giờ", "Thứ năm", "14 giờ"),
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("Nghỉ ngày lễ.")
    return document


def edges() -> Any:
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "SỞ TƯ PHÁP — LƯU HÀNH NỘI BỘ"
    section.footer.paragraphs[0].text = "Trang 1"
    document.add_paragraph("Trang đầu.").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Họ tên:\tNguyễn Thử")
    broken = document.add_paragraph("Dòng trên")
    broken.add_run().add_break()
    broken.add_run("dòng dưới")
    document.add_section()
    add(document.add_paragraph("Số 08"), "<w:r><w:noBreakHyphen/><w:t>QĐ</w:t></w:r>")
    return document


def notes() -> Any:
    document = Document()
    first = document.add_paragraph("Nghị định mới có hiệu lực.")
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    add(first, mark.format(2), run(" Áp dụng toàn quốc."))
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    table.cell(0, 0).text = "Việc"
    table.cell(0, 1).text, table.cell(1, 1).text = "Hạn", "Quý I"
    table.cell(1, 0).text = "Tập huấn"
    add(table.cell(1, 0).paragraphs[0], mark.format(3))
    text = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{run(words)}</w:p>'
        "</w:footnote>"
        for number, words in ((2, " Nghị định số 00/2026/NĐ-CP."), (3, " Theo kế hoạch năm."))
    )
    edge = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f"<w:footnotes {nsdecls('w')}>{edge}{text}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return document


FILES = {
    "01-unstyled-sizes": unstyled,
    "02-list-styles": nested,
    "03-two-header-rows": merged,
    "04-footnote-in-table": notes,
    "05-changes-and-comment": tracked,
    "06-vntime-normal": vntime,
    "07-vni-helve": vni,
    "08-boxes-twice": boxes,
    "09-captions": pictures,
    "10-links": links,
    "11-table-in-table": inner_table,
    "12-header-footer": edges,
}
