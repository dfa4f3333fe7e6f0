"""DOCX files as agencies write them, each with the outline that a person wrote down for it."""

from pathlib import Path
from typing import NamedTuple

from tests.media.word_import.package import (
    W,
    bold,
    cell,
    drawing,
    item,
    para,
    run,
    table,
    write,
)

CENTRED = '<w:jc w:val="center"/>'
CHART_KIND = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class WordFile(NamedTuple):
    """A DOCX file: its body, further parts, and the outline of what readers see."""

    name: str
    body: str
    outline: list[str]
    parts: dict[str, str] | None = None

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.name}.docx"
        write(path, self.body, parts=self.parts)
        return path


def sized(text: str, size: int) -> str:
    return run(text, f'<w:sz w:val="{size}"/>')


def form_field(data: str, *, result: str = "") -> str:
    """Return an old form field with its data, and the text that it shows."""

    def mark(kind: str, inside: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'

    begin = mark("begin", f"<w:ffData>{data}</w:ffData>")
    name = "<w:r><w:instrText> FORM </w:instrText></w:r>"
    return begin + name + mark("separate") + (run(result) if result else "") + mark("end")


def control(props: str, shown: str) -> str:
    return f"<w:sdt><w:sdtPr>{props}</w:sdtPr><w:sdtContent>{run(shown)}</w:sdtContent></w:sdt>"


def called(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def footnote(number: int, text: str) -> str:
    mark = "<w:r><w:footnoteRef/></w:r>"
    return f'<w:footnote w:id="{number}">{para(mark, f" {text}")}</w:footnote>'


DECREE = WordFile(
    "decree-without-styles",
    table(
        cell(para(bold("CHÍNH PHỦ"))) + cell(para(bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))),
        cell("Số: 15/2026/NĐ-CP") + cell(para(bold("Độc lập - Tự do - Hạnh phúc"))),
        borders=False,
    )
    + para(bold("NGHỊ ĐỊNH"), props=CENTRED)
    + para(bold("Quy định chi tiết về hòa giải ở cơ sở"), props=CENTRED)
    + para("Căn cứ Luật Hòa giải ở cơ sở;")
    + para(bold("Chương I"), props=CENTRED)
    + para(bold("QUY ĐỊNH CHUNG"), props=CENTRED)
    + para(bold("Điều 1. Phạm vi điều chỉnh"))
    + para("Nghị định này quy định việc hòa giải ở cơ sở.")
    + para("Điều 2. Đối tượng áp dụng")
    + para("1. Hòa giải viên, tổ hòa giải.")
    + para("2. Cơ quan, tổ chức có liên quan.")
    + para(bold("Chương II"), props=CENTRED)
    + para(bold("TỔ CHỨC THỰC HIỆN"), props=CENTRED)
    + para(bold("Điều 3."), bold(" Trách nhiệm thi hành"))
    + para("Các bộ, ngành chịu trách nhiệm thi hành Nghị định này.")
    + para(bold("TM. CHÍNH PHỦ"), props=CENTRED)
    + para(bold("Nguyễn Văn Mẫu"), props=CENTRED),
    [
        "¶ CHÍNH PHỦ",
        "¶ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "¶ Số: 15/2026/NĐ-CP",
        "¶ Độc lập - Tự do - Hạnh phúc",
        "# NGHỊ ĐỊNH",
        "# Quy định chi tiết về hòa giải ở cơ sở",
        "¶ Căn cứ Luật Hòa giải ở cơ sở;",
        "# Chương I",
        "# QUY ĐỊNH CHUNG",
        "## Điều 1. Phạm vi điều chỉnh",
        "¶ Nghị định này quy định việc hòa giải ở cơ sở.",
        "## Điều 2. Đối tượng áp dụng",
        "¶ 1. Hòa giải viên, tổ hòa giải.",
        "¶ 2. Cơ quan, tổ chức có liên quan.",
        "# Chương II",
        "# TỔ CHỨC THỰC HIỆN",
        "## Điều 3. Trách nhiệm thi hành",
        "¶ Các bộ, ngành chịu trách nhiệm thi hành Nghị định này.",
        "¶ TM. CHÍNH PHỦ",
        "¶ Nguyễn Văn Mẫu",
    ],
)

LEAFLET = WordFile(
    "leaflet-with-larger-letters",
    para(sized("Phòng, chống bạo lực gia đình", 40))
    + para(sized("Những điều người dân cần biết về quyền của mình.", 26))
    + para(sized("Ai được bảo vệ", 32))
    + para(sized("Mọi thành viên gia đình đều được bảo vệ như nhau.", 26))
    + para(sized("Gọi ai khi cần", 32))
    + para(sized("Gọi 111 hoặc công an xã nơi gần nhất.", 26)),
    [
        "# Phòng, chống bạo lực gia đình",
        "¶ Những điều người dân cần biết về quyền của mình.",
        "## Ai được bảo vệ",
        "¶ Mọi thành viên gia đình đều được bảo vệ như nhau.",
        "## Gọi ai khi cần",
        "¶ Gọi 111 hoặc công an xã nơi gần nhất.",
    ],
)

PLAN = WordFile(
    "plan-with-automatic-numbers",
    para(bold("I. MỤC ĐÍCH"))
    + para(
        bold("Tuyên truyền"),
        props='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>',
    )
    + para("Nâng cao nhận thức của Nhân dân.")
    + para(bold("Tập huấn"), props='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
    + para("Mỗi quý một lần, tại các việc sau:")
    + item("Chọn địa điểm")
    + item("Mời báo cáo viên")
    + para(bold("II. KINH PHÍ"))
    + para("Do ngân sách xã bảo đảm."),
    [
        "# I. MỤC ĐÍCH",
        "## 1. Tuyên truyền",
        "¶ Nâng cao nhận thức của Nhân dân.",
        "## 2. Tập huấn",
        "¶ Mỗi quý một lần, tại các việc sau:",
        "- Chọn địa điểm",
        "- Mời báo cáo viên",
        "# II. KINH PHÍ",
        "¶ Do ngân sách xã bảo đảm.",
    ],
)

REPORT = WordFile(
    "report-with-merged-cells",
    para("Kết quả sáu tháng:")
    + table(
        cell("Xã", props='<w:vMerge w:val="restart"/>')
        + cell("Hòa giải", props='<w:gridSpan w:val="2"/>')
        + cell("Ghi chú", props='<w:vMerge w:val="restart"/>'),
        cell(props="<w:vMerge/>") + cell("Số vụ") + cell("Thành") + cell(props="<w:vMerge/>"),
        cell("Ia Mẫu", props='<w:vMerge w:val="restart"/>') + cell("8") + cell("6") + cell("Quý I"),
        cell(props="<w:vMerge/>") + cell("5") + cell("5") + cell("Quý II"),
        cell("Cộng") + cell("13") + cell("11") + cell(),
    ),
    [
        "¶ Kết quả sáu tháng:",
        "| ^Xã {1x2} | ^Hòa giải {2x1} | ^Ghi chú {1x2} |",
        "| ^Số vụ | ^Thành |",
        "| Ia Mẫu {1x2} | 8 | 6 | Quý I |",
        "| 5 | 5 | Quý II |",
        "| Cộng | 13 | 11 |  |",
    ],
)

FORM = WordFile(
    "form-filled-in",
    para("Giới tính: ", control("<w:dropDownList/>", "Nữ"))
    + para(
        "Đã kết hôn ",
        form_field('<w:checkBox><w:default w:val="0"/><w:checked w:val="1"/></w:checkBox>'),
        " Độc thân ",
        form_field('<w:checkBox><w:default w:val="0"/></w:checkBox>'),
    )
    + para(
        "Nơi ở: ",
        form_field(
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Xã"/>'
            '<w:listEntry w:val="Phường"/></w:ddList>'
        ),
    )
    + para("Họ tên: ", form_field("<w:textInput/>", result="Siu H’Mẫu"))
    + para(
        "Đồng ý ",
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
        " Không ",
        control("", "☐"),
    ),
    [
        "¶ Giới tính: Nữ",
        "¶ Đã kết hôn ☒ Độc thân ☐",
        "¶ Nơi ở: Phường",
        "¶ Họ tên: Siu H’Mẫu",
        "¶ Đồng ý ☑ Không ☐",
    ],
)

ESSAY = WordFile(
    "footnotes-in-two-chapters",
    para("Chương một", style="Heading1")
    + para("Luật có hiệu lực", called(7), " từ năm 2014", called(3), ".")
    + para("Chương hai", style="Heading1")
    + para("Mức chi theo thông tư", called(4), ", như trên", called(7), "."),
    [
        "# Chương một",
        "¶ Luật có hiệu lực1 từ năm 20142.",
        "1. Luật số 35/2013/QH13. ↩",
        "2. Điều 33. ↩",
        "# Chương hai",
        "¶ Mức chi theo thông tư3, như trên1.",
        "3. Thông tư 56/2023/TT-BTC. ↩",
    ],
    {
        "footnotes": f"<w:footnotes {W}>{footnote(7, 'Luật số 35/2013/QH13.')}"
        f"{footnote(3, 'Điều 33.')}{footnote(4, 'Thông tư 56/2023/TT-BTC.')}</w:footnotes>"
    },
)

FIGURES = WordFile(
    "chart-and-diagram",
    para("Số vụ theo quý:")
    + para(drawing('<c:chart r:id="chart"/>', uri=CHART_KIND))
    + para(drawing('<dgm:relIds r:dm="x"/>', uri=CHART_KIND.replace("chart", "diagram")))
    + para("Hết."),
    [
        "¶ Số vụ theo quý:",
        "¶ [Biểu đồ “Số vụ hòa giải” không hiển thị trong bản đọc này]",
        "¶ [Sơ đồ không hiển thị trong bản đọc này]",
        "¶ Hết.",
    ],
    {
        "links": f'<Relationship Id="chart" Type="{RELATION}/chart" Target="charts/chart1.xml"/>',
        "charts/chart1": f"<c:chartSpace {W}><c:chart><c:title><a:p><a:r><a:t>Số vụ hòa giải"
        "</a:t></a:r></a:p></c:title><c:plotArea><c:catAx><c:title><a:t>Quý</a:t></c:title>"
        "</c:catAx></c:plotArea></c:chart></c:chartSpace>",
    },
)

LETTER = WordFile(
    "running-heads-and-contents",
    para("Mục lục", style="TOC1")
    + para("Điều 1. Mở đầu 1", style="TOC1")
    + para("Mở đầu", style="Heading1")
    + para("Kính gửi các xã."),
    [
        "¶ SỞ TƯ PHÁP TỈNH MẪU",
        "¶ Mục lục",
        "¶ Điều 1. Mở đầu 1",
        "# Mở đầu",
        "¶ Kính gửi các xã.",
        "¶ Tài liệu nội bộ",
    ],
    {
        "header1": f"<w:hdr {W}>{para('SỞ TƯ PHÁP TỈNH MẪU')}</w:hdr>",
        "footer1": f"<w:ftr {W}>{para('Trang 1/2')}{para('Tài liệu nội bộ')}</w:ftr>",
    },
)

WORD_FILES = [DECREE, LEAFLET, PLAN, REPORT, FORM, ESSAY, FIGURES, LETTER]
