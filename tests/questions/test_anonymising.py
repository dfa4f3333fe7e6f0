"""What tells who asked is taken out of a question; what it is about stays."""

import pytest

from network.questions.anonymising import GAP, anonymise, title_of

GONE = {
    "Tôi tên là Nguyễn Văn An, muốn hỏi": "Nguyễn Văn An",
    "tôi tên Siu Blơ̆, ở xã Ia Grai": "Siu Blơ̆",
    "Em là Rơ Châm H'Lan ở làng Ngol": "Rơ Châm H'Lan",
    "Họ và tên: KSOR HNHAN": "KSOR HNHAN",
    "Tôi là Trần Thị Bích, giáo viên": "Trần Thị Bích",
    "Chồng tôi là ông Lê Minh Hải đã mất": "Lê Minh Hải",
    "Hàng xóm Phạm Quốc Việt lấn đất nhà tôi": "Phạm Quốc Việt",
    "con gái tôi tên là Đinh Thị Y Nhi": "Đinh Thị Y Nhi",
    "bà Kpă H'Mơi cho vay": "Kpă H'Mơi",
    "Cô giáo Hồng dạy lớp con tôi": "Hồng",
    "gọi cho tôi theo số 0905 123 456": "0905 123 456",
    "ĐT: 0905.123.456": "0905.123.456",
    "CCCD 064085001234 cấp ngày 1/1/2021": "064085001234",
    "CMND 230456789": "230456789",
    "email nguyenan85@gmail.com nhé": "nguyenan85@gmail.com",
    "hộp thư an.nv@congty.com.vn": "an.nv@congty.com.vn",
    "số nhà 12/3 đường Trần Phú": "12/3",
    "nhà tôi ở 45 đường Hùng Vương": "45",
    "thửa đất số 123, tờ bản đồ số 45": "123",
    "mảnh đất ở tờ bản đồ số 45": "45",
    "sổ đỏ số BĐ 123456 mang tên ông ngoại": "123456",
    "số tài khoản 62010001234567 ngân hàng": "62010001234567",
}  # fmt: skip
STAYS = (
    "Nghị định số 100/2019/NĐ-CP phạt bao nhiêu khi vượt đèn đỏ?",
    "Tôi là công nhân, muốn hỏi về bảo hiểm thất nghiệp theo Luật Việc làm 2013.",
    "Điều 12 Luật Đất đai 2024, khoản 3 quy định thế nào?",
    "Tôi vay 1.500.000.000 đồng từ ngày 01/02/2025, nay lãi 20%/năm.",
    "Ủy ban nhân dân xã Ia Grai, tỉnh Gia Lai có phải trả lời trong 30 ngày không?",
    "Người Jrai ở xã có được hỗ trợ theo Quyết định 1719/QĐ-TTg không?",
    "Con tôi 12 tuổi, lớp 6, sinh năm 2014.",
)


@pytest.mark.parametrize(("text", "personal"), GONE.items())
def test_what_tells_who_somebody_is_goes(text, personal):
    left = anonymise(text)
    assert personal not in left
    assert GAP in left


@pytest.mark.parametrize("text", STAYS)
def test_what_the_question_is_about_stays(text):
    assert anonymise(text) == text


def test_a_long_text_of_anything_takes_no_time():
    for piece in ("tôi tên là ", "0905 ", "thửa ", "A" * 50, "số nhà 1/", "ông Nguyễn "):
        anonymise((piece * 3000)[:3000])


def test_the_title_is_the_question_itself_shortened_at_a_word():
    assert title_of("Tôi ở xã Ia Grai. Làm giấy khai sinh ở đâu? Cảm ơn.") == (
        "Làm giấy khai sinh ở đâu?"
    )
    assert title_of("Xin hỏi về đất đai.\nCảm ơn") == "Xin hỏi về đất đai."
    long = title_of(f"{'rất dài ' * 40}?")
    assert len(long) <= 120
    assert long.endswith(("dài…", "rất…"))
    assert title_of("") == ""
