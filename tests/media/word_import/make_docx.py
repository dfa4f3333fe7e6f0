"""Write the DOCX fixtures of the Word import: python -m tests.media.word_import.make_docx

The expected outlines beside them are written by hand. 11 was saved by LibreOffice and is not made
here.
"""

from pathlib import Path

from network.core.legacy_encodings import TCVN3_LETTERS, VNI_LETTERS

from .package import W, bold, cell, drawing, drawn, item, para, picture, run, table, write

HERE = Path(__file__).parent / "docx"
_TCVN3 = {letter: code for code, letter in TCVN3_LETTERS.items()}
_VNI = {letter: code for code, letter in reversed(VNI_LETTERS.items())}


def tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in text)


def vni(text: str) -> str:
    return "".join(_VNI.get(char, char) for char in text)


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def shifted(text: str, how: str) -> str:
    return run(text, f'<w:vertAlign w:val="{how}"/>')


def unstyled() -> None:
    write(
        HERE / "01-unstyled-headings.docx",
        para(bold("I. MỤC ĐÍCH, YÊU CẦU"))
        + para("Tuyên truyền sâu rộng đến Nhân dân.")
        + para(bold("Điều 1."), bold(" Phạm vi điều chỉnh"))
        + para("Văn bản này quy định việc hòa giải ở cơ sở.")
        + para("Điều 2. Đối tượng áp dụng")
        + para("Điều 5 của Luật quy định rõ việc này.")
        + para(bold("Lưu ý khi đi tiêm"))
        + para(
            bold("Người dân phải mang theo thẻ bảo hiểm y tế và giấy tờ tùy thân khi đến trạm; ")
            + bold("nếu quên, cán bộ trạm y tế sẽ hướng dẫn cách tra cứu bằng ứng dụng VNeID.")
        )
        + para(bold("1. Thời gian"))
        + para("Từ ngày 01/12/2026.")
        + para("Kính mong mọi người ", bold("đến đúng giờ"), "."),
    )


def nested() -> None:
    write(
        HERE / "02-nested-lists.docx",
        para("Người bệnh có:")
        + item("Quyền của người bệnh")
        + item("được giữ bí mật thông tin", 1)
        + item("trong hồ sơ", 2)
        + item("được từ chối chữa bệnh", 1)
        + item("Nghĩa vụ của người hành nghề")
        + para("Các bước:")
        + item("Nộp hồ sơ", 0, 2)
        + item("Nhận kết quả", 0, 2)
        + para("Giấy tờ:")
        + item("Thẻ căn cước;", 0, 3)
        + item("Tờ khai.", 0, 3)
        + para("Mức sau:")
        + item("Cấp xã", 0, 5)
        + item("Thôn, làng", 1, 5),
    )


def merged() -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    write(
        HERE / "03-merged-cells.docx",
        para("Số người dự:")
        + table(
            cell(para(bold("Địa bàn"))) + cell(para(bold("Xã"))) + cell(para(bold("Số người"))),
            cell("Địa bàn 1", props=start) + cell("Ia Mẫu") + cell("14"),
            cell(props=more) + cell("Ia Thử") + cell("9"),
            cell("Cộng", props='<w:gridSpan w:val="2"/>') + cell("23"),
        )
        + para("Hết bảng.")
        + table(cell("Một khung chữ.", "Hai dòng trong khung."))
        + table(
            cell("Tên") + cell("Ghi chú"),
            cell("Hội trường", table(cell("Tầng 1") + cell("Tầng 2")), para()) + cell("50 chỗ"),
        ),
    )


def notes() -> None:
    def mark(number: int, kind: str = "footnote") -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    def note(number: int, text: str, kind: str = "footnote") -> str:
        return f'<w:{kind} w:id="{number}">{para(f"<w:r><w:{kind}Ref/></w:r>", text)}</w:{kind}>'

    separator = f'<w:footnote w:type="separator" w:id="-1">{para()}</w:footnote>'
    write(
        HERE / "04-footnotes.docx",
        para("Luật Hòa giải ở cơ sở", mark(1), " có hiệu lực từ 2014.")
        + item("Hòa giải viên" + "")
        + para("Kinh phí do ngân sách bảo đảm.", mark(2), mark(5, "endnote")),
        parts={
            "footnotes": f"<w:footnotes {W}>{separator}{note(1, ' Luật số 35/2013/QH13.')}"
            f"{note(2, 'Thông tư 56/2023/TT-BTC.')}</w:footnotes>",
            "endnotes": f"<w:endnotes {W}>{note(5, 'Số liệu năm 2025.', 'endnote')}</w:endnotes>",
        },
    )


def tracked() -> None:
    who = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'

    def removed(text: str) -> str:
        return f"<w:del {who}>{run(text, tag='w:delText')}</w:del>"

    def added(text: str) -> str:
        return f"<w:ins {who}>{run(text)}</w:ins>"

    gone = f"<w:rPr><w:del {who}/></w:rPr>"
    away = f"<w:rPr><w:moveFrom {who}/></w:rPr>"
    write(
        HERE / "05-tracked-changes.docx",
        para("Phạt tiền từ ", removed("5 triệu đồng"), added("3 triệu đồng"), " trở lên.")
        + para(removed("Đoạn này đã bỏ hẳn."), props=gone)
        + para("Câu đầu ", props=gone)
        + para("nối liền câu sau.")
        + para(f"<w:moveFrom {who}>{run('Câu được chuyển chỗ.')}</w:moveFrom>", props=away)
        + para("Ở giữa.")
        + para(f"<w:moveTo {who}>{run('Câu được chuyển chỗ.')}</w:moveTo>")
        + table(
            cell("Việc") + cell("Hạn"),
            f"<w:tr><w:trPr><w:del {who}/></w:trPr>"
            + cell(para(removed("Hàng bị xóa")))
            + cell(para(removed("30/6")))
            + "</w:tr>",
            cell("Hàng còn lại") + cell(para(removed("31/7"), added("31/8"))),
        )
        + para(f"<w:ins {who}>{run('Viết rồi ')}{removed('xóa ngay')}{run('giữ lại.')}</w:ins>"),
    )


def comments() -> None:
    toc = para("Mục lục", style="TOC1") + para("I. Chung ... 1", style="TOC1")
    write(
        HERE / "06-comments-hidden.docx",
        toc
        + para(
            "Đọc ",
            '<w:commentRangeStart w:id="0"/>',
            "kỹ",
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            " văn bản",
            run(" phần ẩn không in", "<w:vanish/>"),
            ".",
        )
        + para("Trang mới.", '<w:r><w:br w:type="page"/></w:r>')
        + para(
            "<w:r><w:lastRenderedPageBreak/></w:r>", "Dòng một", "<w:r><w:br/></w:r>", "dòng hai"
        )
        + "<w:sectPr/>",
        parts={
            "comments": f'<w:comments {W}><w:comment w:id="0" w:author="B">'
            f"{para('Ý kiến riêng, không đăng')}</w:comment></w:comments>",
            "header1": f"<w:hdr {W}>{para('SỞ TƯ PHÁP')}</w:hdr>",
            "footer1": f"<w:ftr {W}>{para('Trang 1')}</w:ftr>",
        },
    )


def vntime() -> None:
    small, large = font(".VnTime"), font(".VnTimeH")
    write(
        HERE / "07-vntime.docx",
        para(run(tcvn3("cộng hòa xã hội"), large + "<w:b/>"))
        + para(
            run(tcvn3("Sở T"), small), run(tcvn3("ư pháp tổ ch"), small), run(tcvn3("ức"), small)
        )
        + para(run(tcvn3("tập huấn "), small + "<w:b/>"), run("ở xã Ia Mẫu", font("Arial")))
        + para(run(tcvn3("Người được giao phải bảo quản hồ sơ."), ""), style="VnTimeBody")
        + para(run("Chữ này đã là Unicode: những người được mời.", small))
        + table(
            cell(para(run(tcvn3("Địa bàn"), small))) + cell(para(run(tcvn3("Số hộ"), small))),
            cell(para(run(tcvn3("Làng Thử"), small))) + cell(para(run("40", small))),
        ),
    )


def vni_letters() -> None:
    times = font("VNI-Times")
    half = vni("hướng dẫn thủ tục")
    cut = half.index("\xfa") if "\xfa" in half else 6
    write(
        HERE / "08-vni.docx",
        para(run(vni("Quyết định của Ủy ban nhân dân"), times))
        + para(run(half[:cut], times), run(half[cut:], times))
        + para(run(vni("Người dân"), times + "<w:i/>"), run(vni(" nộp hồ sơ."), times))
        + para(run("Text in English, unchanged.", times))
        + para(run(vni("Nhà nước bảo đảm quyền của công dân"), font("Times New Roman"))),
    )


def pictures() -> None:
    crop = 'l="50000" r="0" t="0" b="0"'
    write(
        HERE / "09-pictures.docx",
        para("Ảnh buổi tập huấn:")
        + para(picture("mot", alt="Người dân nghe hòa giải viên"))
        + para("Hình 1. Buổi tập huấn ở nhà rông", style="Caption")
        + para("Chữ trước ", picture("hai", crop=crop), " và sau ảnh.")
        + para(picture("ba"))
        + table(cell("Ảnh") + cell("Tên"), cell(para(picture("bon"))) + cell("Biển báo"))
        + para(
            '<w:r><w:pict><v:shape alt="Tranh vẽ"><v:imagedata r:id="mot"/></v:shape></w:pict>'
            "</w:r>"
        ),
        media={
            "mot.png": drawn("teal"),
            "hai.jpeg": drawn("brown", "JPEG"),
            "ba.emf": b"\x01\x00\x00\x00" + bytes(120),
            "bon.png": drawn("navy"),
        },
    )


def boxes() -> None:
    shapes = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    box = f"<w:txbxContent>{para('Lưu ý khi tiêm: ăn no.')}</w:txbxContent>"
    choice = drawing(f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>", uri=shapes)
    fallback = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice[5:-6]}</mc:Choice>'
        f"<mc:Fallback>{fallback[5:-6]}</mc:Fallback></mc:AlternateContent>"
    )
    chart = drawing(
        '<c:chart r:id="x"/>', uri="http://schemas.openxmlformats.org/drawingml/2006/chart"
    )
    smart = drawing(
        '<dgm:relIds r:dm="x"/>', uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"
    )
    shape = drawing("<wps:wsp><wps:bodyPr/></wps:wsp>", uri=shapes)
    equation = "<m:oMath><m:r><m:t>a+b=c</m:t></m:r></m:oMath>"
    write(
        HERE / "10-text-box.docx",
        para("Trước hộp chữ.", f"<w:r>{both}</w:r>")
        + para("Công thức ", equation, " ở đây.")
        + para(chart)
        + para("Sơ đồ tổ chức:", smart)
        + para("Mũi tên", shape)
        + para(
            '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
            "Bảng tính kèm.",
        ),
    )


def styled() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://vanban.example.vn/2" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("trường liên kết")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = (
        '<Relationship Id="web" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/hyperlink" Target="https://vanban.example.vn/1" TargetMode="External"/>'
    )
    linked = f'<w:hyperlink r:id="web">{run("văn bản")}</w:hyperlink>'
    write(
        HERE / "12-styled.docx",
        para("Tập huấn y tế thôn, làng", style="Title")
        + para("Quy định chung", style="Heading1")
        + para("Phạm vi", style="DieuSo")
        + para("Áp dụng từ ", run("hôm nay", '<w:rStyle w:val="Strong"/>'), ".")
        + para("Đối tượng", style="DieuSo")
        + para("Chi tiết", style="Heading3")
        + para(
            "H",
            run("2", '<w:vertAlign w:val="subscript"/>'),
            "O và 10 m",
            run("2", '<w:vertAlign w:val="superscript"/>'),
        )
        + para("Tổ chức thực hiện", style="MucLon")
        + para("- Sở Tư pháp chủ trì;")
        + para("+ theo dõi;")
        + para("+ báo cáo.")
        + para("- Các xã phối hợp.")
        + para("Xem ", linked, " hoặc ", field, ".")
        + para(
            "Nghiêng ",
            run("và đậm nghiêng", "<w:b/><w:i/>"),
            ", ",
            run("không đậm", '<w:b w:val="0"/>'),
        ),
        parts={"links": link},
    )


def main() -> None:
    """Write all fixtures."""
    HERE.mkdir(exist_ok=True)
    for make in (unstyled, nested, merged, notes, tracked, comments, vntime, vni_letters):
        make()
    for make in (pictures, boxes, styled):
        make()


if __name__ == "__main__":
    main()
