"""The pictures of the guide and of the README, as data: who looks at
which screen, what is done there, what counts.

The README, `docs/huong-dan` and the first-day guide in the admin name scenes by their name; a test
sees that each is used and that each screen is still there.
"""

from dataclasses import dataclass

from django.urls import reverse

from network.guide.chapters import CHAPTERS, EVERYBODY

DESKTOP = (1100, 680)
TALL = (1100, 900)
WIDE = (1280, 900)
LOW = (1100, 520)
PHONE = (390, 720)


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    `address` is a URL name, with `args`; from there each selector of `press` is clicked in turn,
    `fill` is written into fields, `frame` is brought to the middle of the window and each selector
    of `mark` gets a red box with its number. The first thing that fits a selector is meant.
    """

    name: str
    user: str
    address: str
    args: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    fill: tuple[tuple[str, str], ...] = ()
    frame: str = ""
    mark: tuple[str, ...] = ()
    size: tuple[int, int] = DESKTOP


AUTHOR, APPRAISER, APPROVER = "stp_tacgia", "stp_thamdinh", "stp_pheduyet"
ADMIN, NETWORK, OVERSEER, VIEWER = (
    "stp_quantri",
    "mangluoi_quantri",
    "mangluoi_giamsat",
    "baocao_xem",
)
# The new text that is written in the pictures.
TITLE = "Tiêm chủng mở rộng: trẻ em được tiêm những gì, ở đâu?"
SUMMARY = (
    "Trẻ dưới 5 tuổi được tiêm miễn phí ở trạm y tế xã. Mang theo sổ tiêm chủng và giấy khai sinh."
)
NUMBER = "12/QĐ-STP"
# Ways that several scenes go.
TO_NEWS = ('a[aria-label*="“Tin tức”"]', 'a[aria-label*="“Tin hoạt động”"]')
ADD = 'a[aria-label="Thêm trang con"]'
FIRST_LISTED = "main .work-list a"
# A returned page opens in its editor at once.
TO_EDITING = (FIRST_LISTED,)
MORE = 'button[aria-label="Thao tác"]'

SCENES = (
    Scene("hub", "", "wagtail_serve", args=("",), size=TALL),
    Scene(
        "sign-in",
        "",
        "account_login",
        fill=(("[name=login]", AUTHOR), ("[name=password]", "mật khẩu của tôi")),
        mark=("[name=login]", "[name=password]", "main button[type=submit]"),
    ),
    Scene("account-safety", AUTHOR, "mfa_index"),
    # --- the author ---
    Scene(
        "author-home",
        AUTHOR,
        "wagtailadmin_home",
        mark=(".guide-welcome", "#start-waiting"),
    ),
    Scene("author-section", AUTHOR, "wagtailadmin_explore_root", mark=TO_NEWS[:1]),
    Scene("author-kinds", AUTHOR, "wagtailadmin_explore_root", press=(*TO_NEWS, ADD)),
    Scene("author-plus", AUTHOR, "wagtailadmin_explore_root", press=TO_NEWS, mark=(ADD,)),
    Scene(
        "author-form",
        AUTHOR,
        "wagtailadmin_explore_root",
        press=(*TO_NEWS, ADD, 'main a[href*="/articlepage/"]'),
        fill=(("#id_title", TITLE), ("#id_summary", SUMMARY)),
        mark=("#id_title", "#id_summary", 'footer button:has-text("Lưu bản nháp")'),
        size=TALL,
    ),
    Scene(
        "author-source",
        AUTHOR,
        "moderation:returned",
        press=(*TO_EDITING, ".w-panel__header [aria-controls*=nguon-content]"),
        frame="#id_source_agency",
        mark=("#id_source_name", "#id_source_date"),
        size=TALL,
    ),
    Scene(
        "author-image",
        AUTHOR,
        "wagtailimages:add",
        fill=(
            ("#id_title", "Bác sĩ tiêm chủng ở trạm y tế xã"),
            ("#id_description", "Một em bé được mẹ bế, bác sĩ đang tiêm vào tay."),
        ),
        mark=(".file-field", "#id_description"),
        size=TALL,
    ),
    Scene(
        "author-files",
        AUTHOR,
        "wagtailadmin_explore_root",
        press=(
            'a[aria-label*="“Tài liệu”"]',
            'a[aria-label*="“Sổ tay”"]',
            'main a:has-text("Sổ tay pháp luật cho gia đình")',
        ),
        frame="[data-files-state]",
        mark=("[data-files-state]",),
        size=LOW,
    ),
    Scene(
        "author-submit",
        AUTHOR,
        "moderation:returned",
        press=TO_EDITING,
        mark=('footer [name="action-submit"], footer [name="action-restart-workflow"]',),
    ),
    Scene("author-returned", AUTHOR, "moderation:returned", press=(FIRST_LISTED,)),
    Scene(
        "author-library",
        AUTHOR,
        "agency_library:index",
        mark=("#id_q", 'main a:has-text("Dùng tin này"), main button:has-text("Dùng tin này")'),
    ),
    Scene("author-proposal", AUTHOR, "aggregator_proposals:propose", args=("link",)),
    Scene(
        "author-question",
        AUTHOR,
        "question_desk:index",
        # Asked yesterday: of what is older the day in the picture would not be settled.
        press=('main table a:has-text("Siu H")',),
        mark=('main a:has-text("Soạn câu trả lời")', 'main a:has-text("Chuyển")'),
        size=TALL,
    ),
    Scene(
        "author-problem",
        AUTHOR,
        "problem_desk:index",
        press=("main table a",),
        fill=(("#id_note", "Đã tách danh sách thành các bước ngắn."),),
        mark=('main a:has-text("Sửa trang")', "#id_note"),
        size=TALL,
    ),
    # --- the appraiser ---
    Scene("appraiser-waiting", APPRAISER, "moderation:waiting", mark=(FIRST_LISTED,)),
    Scene("appraiser-desk", APPRAISER, "moderation:waiting", press=(FIRST_LISTED,), size=TALL),
    Scene(
        "appraiser-answers",
        APPRAISER,
        "moderation:waiting",
        press=(FIRST_LISTED, "#usual-answer-chinh-xac_0", "#usual-answer-nguon_0"),
        frame=".desk-question:has(#usual-answer-nguon_0)",
        size=TALL,
    ),
    Scene(
        "appraiser-verdict",
        APPRAISER,
        "moderation:waiting",
        press=(FIRST_LISTED,),
        fill=(("#usual-comment", "Bổ sung mức hỗ trợ và nơi nộp hồ sơ."),),
        frame="#usual-comment",
        mark=("#usual-comment", 'button:has-text("Đạt thẩm định")', 'button:has-text("Trả lại")'),
    ),
    Scene("appraiser-log", APPRAISER, "moderation:decisions"),
    # --- the approver ---
    Scene("approver-waiting", APPROVER, "moderation:waiting", size=PHONE),
    Scene(
        "approver-desk",
        APPROVER,
        "moderation:waiting",
        press=(FIRST_LISTED,),
        frame='button:has-text("Phê duyệt ngay")',
        mark=('button:has-text("Phê duyệt ngay")',),
        size=PHONE,
    ),
    Scene(
        "approver-preview",
        APPROVER,
        "moderation:waiting",
        press=(FIRST_LISTED, 'main a:has-text("Gửi bản xem trước")'),
    ),
    Scene(
        "approver-withdraw",
        APPROVER,
        "moderation:decisions",
        press=("main table a", 'main a:has-text("Gỡ bài")'),
    ),
    Scene(
        "approver-channel",
        "syt_pheduyet",
        "channels_desk:index",
        press=('main td a:text-is("Y tế Gia Lai")',),
        mark=('main a:has-text("Phê duyệt trang")', 'main a:has-text("Trả lại")'),
    ),
    # --- the agency's admin ---
    Scene(
        "admin-home",
        ADMIN,
        "wagtailadmin_home",
        frame="#start-figures-agency_admin",
        mark=("#start-figures-agency_admin .start-rows", "#start-agency"),
        size=TALL,
    ),
    Scene("admin-people", ADMIN, "agencies_people:index", mark=(".row-actions",)),
    Scene(
        "admin-invite",
        ADMIN,
        "agencies_people:invite",
        fill=(("#id_email", "hoa.nguyen@gialai.example.vn"), ("#id_decision_number", NUMBER)),
        mark=("#id_email", "#id_role", "#id_decision_number"),
    ),
    Scene(
        "admin-home-page",
        ADMIN,
        "wagtailadmin_explore_root",
        press=(MORE, '.w-slim-header a:has-text("Sửa")'),
        size=TALL,
    ),
    Scene(
        "admin-channel",
        ADMIN,
        "channels_desk:index",
        press=('main td a:has-text("Mỗi tuần một điều luật")',),
        mark=(".help-warning", 'main a:has-text("Xác nhận an toàn")'),
    ),
    Scene("admin-log", ADMIN, "agencies_audit:index"),
    Scene("admin-links", ADMIN, "section_links:index"),
    # --- the network's admin ---
    Scene(
        "network-home",
        NETWORK,
        "wagtailadmin_home",
        mark=("#start-figures-network_admin .start-rows",),
    ),
    Scene(
        "network-agencies",
        NETWORK,
        "agencies_agency_modeladmin_index",
        mark=('a:has-text("Thêm cơ quan")', 'td a:has-text("Mở chuyên mục")'),
    ),
    Scene("network-agency", NETWORK, "agencies_agency_modeladmin_create", size=TALL),
    Scene(
        "network-source",
        NETWORK,
        "aggregator_source_modeladmin_create",
        fill=(
            ("#id_name", "Cổng Thông tin điện tử tỉnh"),
            ("#id_owner", "Ủy ban nhân dân tỉnh Gia Lai"),
            ("#id_url", "https://gialai.gov.vn/rss"),
        ),
        frame="#id_url",
        mark=("#id_url", 'button[name="preview"]'),
        size=TALL,
    ),
    Scene("network-sources", NETWORK, "aggregator_source_modeladmin_index"),
    Scene(
        "network-library",
        NETWORK,
        "aggregator_libraryitem_modeladmin_index",
        frame='td button:has-text("Duyệt") >> nth=2',
        mark=('td button:has-text("Duyệt") >> nth=2', 'td button:has-text("Bỏ qua") >> nth=2'),
        size=WIDE,
    ),
    Scene("network-documents", NETWORK, "legal_updates_legaldocument_modeladmin_index"),
    Scene(
        "network-document",
        NETWORK,
        "legal_updates_legaldocument_modeladmin_index",
        press=('main a[href*="/inspect/"]',),
        size=TALL,
    ),
    Scene(
        "network-statuses",
        NETWORK,
        "legal_statuses:index",
        mark=("input[name=row] >> nth=0", ".statuses__all"),
        size=TALL,
    ),
    Scene(
        "network-situation",
        NETWORK,
        "hub_situation_modeladmin_index",
        press=("main td a",),
        mark=("#id_when_needed", "#id_topics"),
        size=TALL,
    ),
    Scene("network-required", NETWORK, "section_links:required"),
    # --- who looks on ---
    Scene(
        "overseer-home",
        OVERSEER,
        "wagtailadmin_home",
        mark=(".start-tiles", ".start-main .start-section"),
    ),
    Scene(
        "overseer-act", OVERSEER, "agencies_acts:index", press=('main td a:has-text("Làm thay")',)
    ),
    # --- diary, reports, practices ---
    Scene(
        "author-diary",
        AUTHOR,
        "activities:add",
        fill=(("#id_title", "Nói chuyện về Luật Đất đai ở thôn"), ("#id_attendances", "45")),
        mark=("#id_title", "#id_attendances", "summary"),
        size=TALL,
    ),
    Scene(
        "author-report",
        AUTHOR,
        "reporting:index",
        press=("main td a",),
        frame=".report-counted",
        mark=(".report-counted", ".report-field.is-missing"),
    ),
    Scene("author-practice", AUTHOR, "practices_desk:write", frame="#id_way", mark=("#id_way",)),
    Scene(
        "overseer-reports",
        OVERSEER,
        "reporting:index",
        press=('main a:has-text("6 tháng đầu")',),
        mark=(".report-figures", "main td a"),
    ),
    Scene("viewer-reports", VIEWER, "reporting:periods"),
    Scene(
        "overseer-case",
        OVERSEER,
        "cases_desk:index",
        press=('main td a:has-text("Sở Y tế Gia Lai 24h")',),
        mark=('main a:has-text("Xác nhận mạo danh")', 'main a:has-text("Không phải mạo danh")'),
        size=TALL,
    ),
    Scene("viewer-pace", VIEWER, "legal_update_pace:index"),
    Scene("viewer-links", VIEWER, "section_links:index"),
    # Last: it shows pictures of the others.
    Scene("begin", AUTHOR, "guide:begin"),
)


def path_of(scene: Scene) -> str:
    """Return where the scene begins; NoReverseMatch where the screen is gone."""
    return reverse(scene.address, args=scene.args)


def toured() -> set[str]:
    """Return the names of the pictures that the first-day guide shows."""
    return {step.picture for chapter in (EVERYBODY, *CHAPTERS.values()) for step in chapter.steps}
