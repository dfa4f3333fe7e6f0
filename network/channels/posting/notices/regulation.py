"""Template of the regulation on a channel: who manages, writes, checks and answers (R18).

In Vietnamese, whatever the language of the screen. The network's own outline, not a legal text:
each agency fills in its own rules.
"""

from network.core.letters import Article, RuleBook

from ...models import Channel

BLANK = "………………"


def regulation_of(channel: Channel) -> RuleBook:
    """Return the regulation template for a registered channel."""
    page = f"{channel.get_kind_display()} {channel.get_platform_display()} “{channel.name}”"
    return RuleBook(
        parent=channel.agency.parent.name if channel.agency.parent else "",
        issuer=channel.agency.name,
        title="Quy chế",
        about=f"Quản lý và sử dụng {page} của {channel.agency.name}",
        under=f"Ban hành kèm theo Quyết định số {BLANK} ngày {BLANK}",
        articles=[_scope(channel, page), *_ARTICLES],
    )


def _scope(channel: Channel, page: str) -> Article:
    """Return the article about scope and purpose."""
    return Article(
        "Phạm vi, mục đích",
        (
            f"Quy chế này quy định việc quản lý, đăng tải, chọn lọc thông tin và bảo đảm an toàn"
            f" đối với {page}, địa chỉ {channel.url} (sau đây gọi là Trang).",
            f"Mục đích của Trang: {channel.intro}",
        ),
    )


_ARTICLES = (
    Article(
        "Trách nhiệm",
        (
            f"Người chịu trách nhiệm về nội dung của Trang: {BLANK} (họ tên, chức vụ).",
            f"Bộ phận quản trị, đăng tải: {BLANK}; bộ phận viết, cung cấp tin: {BLANK}.",
            f"Người thẩm định trước khi đăng: {BLANK}; người phê duyệt: {BLANK}. Người soạn không"
            " tự thẩm định, không tự phê duyệt nội dung của mình.",
        ),
    ),
    Article(
        "Thông tin được đăng",
        (
            "Chính sách, pháp luật mới; tài liệu tuyên truyền còn giá trị sử dụng; giải đáp; tin"
            " hoạt động; cảnh báo thủ đoạn vi phạm pháp luật.",
            "Mỗi bài ghi rõ nguồn, tác giả, cơ quan và đường dẫn đến bài gốc; ảnh ghi rõ nguồn.",
            f"Thời hạn từ khi có thông tin đến khi đăng: {BLANK} ngày làm việc.",
        ),
    ),
    Article(
        "Thông tin không được đăng",
        (
            "Bí mật nhà nước; thông tin cá nhân của người dân khi chưa có sự đồng ý; thông tin chưa"
            " được kiểm chứng; nội dung quảng cáo; nội dung pháp luật nghiêm cấm.",
        ),
    ),
    Article(
        "Bình luận, tin nhắn",
        (
            "Khách truy cập không tự đăng bài lên Trang. Bộ lọc ngôn ngữ và danh sách từ ngữ bị"
            " chặn do Sở Tư pháp ban hành luôn được bật.",
            f"Câu hỏi được trả lời hoặc hướng dẫn nơi trả lời trong {BLANK} ngày làm việc. Không"
            " yêu cầu người dân gửi giấy tờ, số tài khoản, mật khẩu, mã OTP qua tin nhắn.",
        ),
    ),
    Article(
        "Quyền quản trị và an toàn",
        (
            "Có ít nhất hai quản trị viên toàn quyền đang công tác tại cơ quan; người khác chỉ"
            " được cấp quyền tối thiểu. Tài khoản dùng email, số điện thoại của cơ quan.",
            "Mọi quản trị viên bật xác thực hai lớp, không dùng chung tài khoản. Việc này được xác"
            " nhận lại ít nhất 90 ngày một lần.",
            "Khi thay người, hai bên lập biên bản bàn giao và thu hồi quyền ngay trong ngày.",
            f"Khi mất quyền quản trị, người phát hiện báo ngay cho {BLANK} và Sở Tư pháp; cơ quan"
            " thông báo cho người dân trên trang thông tin điện tử.",
        ),
    ),
    Article(
        "Trang mạo danh, trang có tên tương tự",
        (
            f"Bộ phận quản trị rà soát ít nhất mỗi tháng một lần, ghi kết quả, và báo {BLANK} khi"
            " thấy dấu hiệu.",
        ),
    ),
    Article(
        "Tạm dừng, đóng, chuyển giao",
        (
            "Việc tạm dừng, đóng, chuyển giao, sáp nhập Trang do người phê duyệt quyết định, được"
            " ghi vào danh sách kênh chính thức và báo cho người dân nơi tìm thông tin thay thế.",
        ),
    ),
    Article(
        "Tổ chức thực hiện",
        (f"Quy chế có hiệu lực từ ngày {BLANK}. Vướng mắc gửi về {BLANK} để sửa đổi, bổ sung.",),
    ),
)
