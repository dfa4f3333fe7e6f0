"""Names and texts of the generated agencies, users and articles. Pure and deterministic."""

from dataclasses import dataclass
from typing import Any

PREFIX = "TAI"
KINDS = (
    ("so", "Sở Chuyên ngành số"),
    ("ubnd_huyen", "Ủy ban nhân dân huyện số"),
    ("ubnd_xa", "Ủy ban nhân dân xã số"),
    ("ubnd_phuong", "Ủy ban nhân dân phường số"),
)
SUBJECTS = (
    "hướng dẫn thủ tục cấp giấy chứng nhận quyền sử dụng đất",
    "mức phạt vi phạm nồng độ cồn khi lái xe",
    "điều kiện hưởng bảo hiểm xã hội một lần",
    "quy định mới về đăng ký cư trú",
    "phòng, chống tảo hôn và hôn nhân cận huyết thống",
    "chính sách hỗ trợ nhà ở cho hộ nghèo",
    "hòa giải tranh chấp đất đai ở cơ sở",
    "đăng ký khai sinh qua mạng",
    "bảo vệ rừng và phòng cháy, chữa cháy rừng",
    "quyền khiếu nại, tố cáo của công dân",
)
# Fewer places than articles, so that a search finds some pages but not all.
PLACES = ("Pleiku", "An Khê", "Ayun Pa", "Chư Sê", "Đăk Đoa", "Ia Grai", "Kbang", "Mang Yang")
FAMILY_NAMES = ("Nguyễn Thị", "Rơ Châm", "Trần Văn", "Siu", "Lê Thị", "Ksor", "Phạm Văn", "Kpă")
GIVEN_NAMES = ("Hòa", "Hiền", "Sơn", "H'Lan", "Bình", "H'Yến", "Dũng", "Thủy")


@dataclass(frozen=True, slots=True)
class AgencyText:
    """Texts of one agency, by its running number from 1."""

    number: int

    @property
    def code(self) -> str:
        """Code by which a second run recognises the agency."""
        return f"{PREFIX}-{self.number:05}"

    @property
    def kind(self) -> str:
        """A kind of agency that has a section."""
        return KINDS[self.number % len(KINDS)][0]

    @property
    def name(self) -> str:
        return f"{KINDS[self.number % len(KINDS)][1]} {self.number}"

    def person(self, position: int) -> tuple[str, str]:
        """Return family name and given name of a member of staff, by position."""
        family = FAMILY_NAMES[(self.number + position) % len(FAMILY_NAMES)]
        return family, GIVEN_NAMES[(self.number // 8 + position) % len(GIVEN_NAMES)]

    def title(self, position: int) -> str:
        """Return the title of an article by its position, from 0."""
        subject = SUBJECTS[(self.number + position) % len(SUBJECTS)]
        place = PLACES[(self.number * 3 + position) % len(PLACES)]
        return f"{place}: {subject} ({self.number}.{position + 1})"

    def body(self, position: int, files: dict[str, int]) -> list[dict[str, Any]]:
        """Return an article's stream blocks; `files` contains the ids of an image and a
        document."""
        subject = SUBJECTS[(self.number + position) % len(SUBJECTS)]
        blocks: list[tuple[str, Any]] = [
            ("heading", {"text": "Ai cần biết", "level": "h2"}),
            ("paragraph", f"<p>{self.name} giới thiệu: {subject}, theo Luật số 31/2024/QH15.</p>"),
            ("paragraph", "<ul><li>Nộp hồ sơ tại bộ phận một cửa.</li><li>Nhận kết quả.</li></ul>"),
        ]
        if "image" in files:
            picture = {"image": files["image"], "alt_text": "Buổi tuyên truyền", "caption": ""}
            blocks.append(("image", picture))
        if "document" in files:
            blocks.append(("file", {"document": files["document"], "title": "Tờ gấp"}))
        return [{"type": kind, "value": value} for kind, value in blocks]
