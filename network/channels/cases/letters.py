"""Letter that reports a confirmed fake to a platform or a body of the State; always in
Vietnamese."""

from network.core.dates import format_day
from network.core.letters import LETTERHEAD, OfficialLetter

from ..models import Case, CaseAuthority

SUBJECT = "đề nghị xử lý trang mạng xã hội mạo danh {agency}"
FIRST_WORDS = (
    "{agency} phát hiện ngày {found} và xác nhận ngày {confirmed} một trang trên {platform} mạo "
    "danh {agency}, cụ thể như sau:"
)
POINTS = (
    "1. Tên trang: {name}.",
    "2. Địa chỉ: {url}{number}.",
    "3. Lần gần nhất còn thấy trang hoạt động: ngày {seen}.",
)
NUMBER = " (mã số trên nền tảng: {})"
EVIDENCE = "{place}. Ảnh chụp ngày {day} ({words}), mã băm SHA-256: {hash}."
LAST_WORDS = (
    "Trang nêu trên không do {agency} lập hoặc quản lý. Để bảo vệ người dân, {agency} đề nghị "
    "{authority} {request}; thông báo kết quả để {agency} biết, phối hợp./."
)


def letter_to(authority: CaseAuthority, case: Case) -> OfficialLetter:
    """Return the letter about a confirmed case; number, date and signature are left blank."""
    [head] = [make() for make in LETTERHEAD.values()]
    facts = {
        "agency": case.agency.name,
        "authority": authority.name,
        "request": authority.request,
        "platform": case.place,
        "name": case.name,
        "url": case.url,
        "number": NUMBER.format(case.platform_number) if case.platform_number else "",
        "found": format_day(case.found_on),
        "confirmed": format_day(case.confirmed_on),
        "seen": format_day(case.last_seen_on),
    }
    pictures = [
        EVIDENCE.format(
            place=place, day=format_day(each.seen_on), words=each.words, hash=each.sha256
        )
        for place, each in enumerate(case.evidence.all(), start=len(POINTS) + 1)
    ]
    return OfficialLetter(
        parent=head.parent,
        issuer=case.agency.name,
        symbol="……",
        place=head.place,
        subject=SUBJECT.format(**facts),
        addressee=authority.name,
        paragraphs=[words.format(**facts) for words in (FIRST_WORDS, LAST_WORDS)],
        points=[*(point.format(**facts) for point in POINTS), *pictures],
        signed_as="Thủ trưởng cơ quan",
        recipients=["Như trên;", "Sở Tư pháp (để theo dõi);", "Lưu: VT."],
    )
