"""The entries of the admin menu, in the order of "More"."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AGENCY_ROLES, NETWORK_ROLES, Role
from network.agencies.scope import scope_now
from network.reporting.totals import COMMUNE_KINDS

from .screens import Screen, make_entry

AGENCY = frozenset[str](AGENCY_ROLES)
NETWORK, OVERSEER = frozenset[str](NETWORK_ROLES), frozenset[str]({Role.OVERSEER})
DECIDING = frozenset[str]({Role.APPRAISER, Role.APPROVER})
# These read sums alone; overseers reach the totals from the list of reports.
TOTALS_ONLY = frozenset[str]({Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


def serves_commune(request: HttpRequest) -> bool:
    """Return whether the user serves a commune or ward."""
    return not COMMUNE_KINDS.isdisjoint(scope_now(request).agency_kinds.values())


ENTRIES = (
    make_entry(
        "home",
        "home",
        _("Start page"),
        _("What waits for you today"),
        ("wagtailadmin_home", "bat dau bang dieu khien tong quan"),
    ),
    make_entry(
        "work",
        "tasks",
        _("What is to be done"),
        _("Everything that waits for you, overdue first"),
        ("work:index", "den han qua han nhac viec"),
    ),
    make_entry(
        "waiting",
        "check",
        _("Review pages"),
        _("Texts that you appraise or approve"),
        Screen(_("Review pages"), "moderation:waiting", "tham dinh phe duyet ky cho", DECIDING),
    ),
    make_entry(
        "citizens",
        "help",
        _("Citizens ask"),
        _("Questions, reported problems, requests about personal data"),
        Screen(_("Questions"), "question_desk:index", "tra loi nguoi dan hoi dap"),
        Screen(_("Reported problems"), "problem_desk:index", "bao loi gop y trang sai"),
        Screen(_("Rights and data"), "rights_desk:index", "xoa du lieu ca nhan quyen"),
    ),
    make_entry(
        "reviews",
        "history",
        _("Pages to review"),
        _("Pages whose law has changed or whose term has ended"),
        Screen(_("Pages to review"), "legal_reviews:index", "luat thay doi het hieu luc", AGENCY),
    ),
    make_entry(
        "pages",
        "folder-open-inverse",
        _("Articles and pages"),
        _("Write, correct, take down"),
        ("wagtailadmin_explore_root", "viet bai moi dang bai sua bai go bai chuyen muc tin tuc"),
        Screen(_("My drafts"), "moderation:drafts", "ban nhap cua toi viet do", AGENCY),
        Screen(_("Returned to me"), "moderation:returned", "bi tra lai sua lai", AGENCY),
        Screen(_("Handed in by me"), "moderation:submitted", "da trinh cho duyet", AGENCY),
        Screen(_("Topics to write"), "wanted:index", "chu de can viet tim khong thay", AGENCY),
    ),
    make_entry(
        "files",
        "image",
        _("Pictures and files"),
        _("Pictures, PDF, Word, sound, video"),
        Screen(_("Pictures"), "wagtailimages:index", "anh hinh tai anh len"),
        Screen(_("Files"), "wagtaildocs:index", "tep tai lieu pdf word video am thanh to gap"),
    ),
    make_entry(
        "library",
        "globe",
        _("Common library"),
        _("News of central and provincial portals, ready to use"),
        Screen(_("Items"), "agency_library:index", "tin chung nguon tin dung lai"),
        Screen(_("New policies to post"), "oversight:own_policies", "chinh sach moi can dang"),
        Screen(_("Proposals"), "aggregator_proposals:own", "de nghi nguon tin"),
    ),
    make_entry(
        "channels",
        "site",
        _("Social networks"),
        _("Registered pages, plans, posts, false pages"),
        Screen(_("By agency"), "channels_desk:overview", "theo co quan"),
        Screen(
            _("Pages on social networks"),
            "channels_desk:index",
            "fanpage facebook zalo tiktok youtube dang ky trang",
        ),
        Screen(_("Plans"), "channels_plans:index", "phuong an"),
        Screen(_("Posts"), "channels_posts:index", "bai dang"),
        Screen(_("Scans"), "channels_watch:index", "ra soat tim trang gia"),
        Screen(_("Impersonation"), "cases_desk:index", "mao danh gia mao lua dao"),
        Screen(_("Reported by citizens"), "fake_reports_desk:index", "tin bao trang nghi gia"),
        Screen(_("Authorities"), "cases_desk:authorities", "noi tiep nhan cong an"),
        Screen(_("Blocked words"), "channels_desk:words", "tu ngu bi chan"),
    ),
    make_entry(
        "diary",
        "calendar-alt",
        _("Diary of activities"),
        _("Conferences, broadcasts, leaflets, contests"),
        ("activities:index", "hoi nghi loa phuong to gap tuyen truyen nhat ky hoat dong"),
    ),
    make_entry(
        "directives",
        "mail",
        _("Dispatches, tasks"),
        _("Plans and dispatches, assigned tasks, reminders"),
        Screen(_("Dispatches and plans"), "directives:index", "cong van ke hoach giao viec"),
        Screen(_("Dispatches to us"), "directives:receipts", "cong van den da nhan", AGENCY),
        Screen(_("Assigned tasks"), "directives:tasks", "nhiem vu duoc giao nop ket qua"),
        Screen(_("Reminders received"), "oversight:reminders", "bi nhac don doc", AGENCY),
    ),
    make_entry(
        "reminders",
        "comment",
        _("Reminders"),
        _("Reminders that were sent, and who has answered"),
        Screen(_("Reminders"), "oversight:reminders", "nhac don doc co quan", OVERSEER),
    ),
    make_entry(
        "reports",
        "clipboard-list",
        _("Periodic reports"),
        _("Fill in, sign and send reports of a period"),
        Screen(_("Periodic reports"), "reporting:index", "bao cao nam 6 thang thong ke so lieu"),
        Screen(_("Totals"), "reporting:periods", "tong hop bao cao", TOTALS_ONLY),
    ),
    make_entry(
        "own_score",
        "table",
        _("Dispatch 1510"),
        _("What our agency has and what is missing"),
        ("oversight:own", "cong van 1510 cham diem muc dat yeu cau con thieu"),
        Screen(
            _("Evidence not accepted"), "oversight:verdicts", "minh chung chua chap nhan", AGENCY
        ),
    ),
    make_entry(
        "commune_standard",
        "circle-check",
        _("Access to law standard"),
        _("What our commune still lacks, the easiest first"),
        Screen(
            _("Access to law standard"),
            "commune_standard:own",
            "chuan tiep can phap luat xa phuong chi tieu quyet dinh 27",
            AGENCY,
            condition=serves_commune,
        ),
    ),
    make_entry(
        "situation",
        "view",
        _("How the agencies stand"),
        _("Silent agencies, overdue questions, outdated law"),
        ("oversight:situation", "tinh hinh im lang qua han"),
    ),
    make_entry(
        "matrix",
        "table",
        _("Matrix 1510"),
        _("All agencies by all requirements"),
        ("oversight:matrix", "cong van 1510 cham diem yeu cau"),
        Screen(_("Sample audit"), "oversight:audit", "kiem tra chon mau boc o"),
        Screen(
            _("Evidence not accepted"),
            "oversight:verdicts",
            "minh chung chua chap nhan",
            OVERSEER,
        ),
        Screen(
            _("Communes and the standard"),
            "commune_standard:table",
            "chuan tiep can phap luat xa phuong chi tieu quyet dinh 27",
        ),
        Screen(
            _("Requirements for the digital platform"),
            "oversight:duties",
            "nghi dinh 224 nen tang so ho so dap ung yeu cau toi thieu",
        ),
    ),
    make_entry(
        "people",
        "group",
        _("People and duties"),
        _("Invite, give roles, replace, end"),
        Screen(
            _("People"),
            "agencies_people:index",
            "moi nguoi tai khoan phan cong vai tro nghi phep",
        ),
        Screen(
            _("People from a file"),
            "provisioning:people_file",
            "nhap danh sach excel csv moi nhieu nguoi",
            AGENCY,
        ),
        Screen(
            _("How our agency changes"),
            "reorganisation:own",
            "sap xep sap nhap doi ten giai the gop y",
            AGENCY,
        ),
    ),
    make_entry(
        "agencies",
        "group",
        _("Agencies and people"),
        _("Agencies, sections, people and their roles"),
        Screen(_("Agencies"), "agencies_agency_modeladmin_index", "so xa phuong mo chuyen muc"),
        Screen(_("People and roles"), "agencies_people:overview", "tai khoan vai tro"),
        Screen(_("Network roles"), "agencies_people:network", "giam sat quan tri mang luoi"),
        Screen(
            _("Reorganisations"),
            "reorganisation:index",
            "sap xep sap nhap doi ten giai the chia tach hop nhat",
        ),
        Screen(
            _("People from a file"),
            "provisioning:people_file",
            "nhap danh sach excel csv moi nhieu nguoi",
            NETWORK,
        ),
    ),
    make_entry(
        "law",
        "doc-full",
        _("Legal documents"),
        _("Documents, their status and relations, topics"),
        Screen(
            _("Legal documents"), "legal_updates_legaldocument_modeladmin_index", "luat nghi dinh"
        ),
        Screen(_("Documents to confirm"), "legal_drafts:index", "van ban cho xac nhan"),
        Screen(_("Statuses to confirm"), "legal_statuses:index", "hieu luc quan he cho xac nhan"),
        Screen(
            _("Issuing bodies"),
            "legal_updates_issuingbody_modeladmin_index",
            "co quan ban hanh",
        ),
        Screen(_("Document types"), "legal_updates_documenttype_modeladmin_index", "loai van ban"),
        Screen(_("Relation types"), "legal_updates_relationtype_modeladmin_index", "loai quan he"),
        Screen(_("Topics"), "legal_updates_topic_modeladmin_index", "linh vuc chu de"),
    ),
    make_entry(
        "sources",
        "link",
        _("Sources, new policies"),
        _("Portals that are read, and what came from them"),
        Screen(
            _("Review and library"), "aggregator_libraryitem_modeladmin_index", "duyet tin kho tin"
        ),
        Screen(_("Sources"), "aggregator_source_modeladmin_index", "nguon tin rss cong thong tin"),
        Screen(_("Proposals"), "aggregator_proposals:waiting", "de nghi nguon tin"),
    ),
    make_entry(
        "hub",
        "search",
        _("Common portal"),
        _("“I need …”, everyday words, searches in vain"),
        Screen(_("I need …"), "hub_situation_modeladmin_index", "toi can tinh huong"),
        Screen(_("Telephone numbers"), "hub_contact_modeladmin_index", "dien thoai duong day nong"),
        Screen(_("Everyday words"), "hub_everydayword_modeladmin_index", "tu dong nghia"),
        Screen(_("Searched in vain"), "hub_unansweredquery_modeladmin_index", "tim khong thay"),
        Screen(_("Topics to write"), "wanted:index", "chu de can viet", OVERSEER),
        Screen(
            _("Settings"),
            "wagtailsettings:edit",
            "thiet lap cong chung trang chu",
            arguments=("hub", "hubsettings"),
        ),
    ),
    make_entry(
        "standards",
        "list-ol",
        _("Standards and lists"),
        _("Requirements, report forms, kinds of activities"),
        Screen(_("Standards"), "oversight_standard_modeladmin_index", "bo tieu chi"),
        Screen(_("Requirements"), "oversight_requirement_modeladmin_index", "yeu cau 1510"),
        Screen(_("Forms of making known"), "oversight_outreachform_modeladmin_index", "gioi thieu"),
        Screen(
            _("Kinds of qualifications"),
            "capacity_qualificationkind_modeladmin_index",
            "trinh do bang cap",
        ),
        Screen(_("Budget lines"), "capacity_budgetline_modeladmin_index", "muc chi kinh phi"),
        Screen(_("Forms of activity"), "activities_activityform_modeladmin_index", "hinh thuc"),
        Screen(_("Audiences"), "activities_audience_modeladmin_index", "doi tuong"),
        Screen(_("Report forms"), "reporting_indicatorset_modeladmin_index", "bieu mau bao cao"),
        Screen(_("Lines of report forms"), "reporting_indicator_modeladmin_index", "chi tieu bieu"),
        Screen(
            _("Headings of reports"), "reporting_outlinepart_modeladmin_index", "de muc bao cao"
        ),
    ),
    make_entry(
        "rules",
        "list-ul",
        _("Rules and terms"),
        _("Questions of the appraisal, terms of answers"),
        Screen(_("Editorial rules"), "moderation_rules:index", "cau hoi tham dinh quy tac"),
        Screen(
            _("Terms of answers"),
            "rights_requests_responseterm_modeladmin_index",
            "thoi han tra loi",
        ),
    ),
    make_entry(
        "status",
        "cogs",
        _("State of the system"),
        _("Backup, disk, mail, certificate, background jobs"),
        Screen(_("State of the system"), "monitoring:status", "may chu sao luu day dia loi"),
        Screen(_("Failed background jobs"), "failed_jobs:index", "viec nen bi loi"),
        Screen(_("Stops of the system"), "stops_desk:index", "bao tam dung bao tri su co"),
    ),
    make_entry(
        "practices",
        "pick",
        _("Good practices"),
        _("Practices of our agency and of others"),
        ("practices_desk:index", "mo hinh sang kien nhan rong"),
    ),
    make_entry(
        "reporters",
        "group",
        _("List of reporters"),
        _("Reporters and propagandists, decisions, languages"),
        ("reporters:index", "bao cao vien tuyen truyen vien tieng jrai bahnar"),
    ),
    make_entry(
        "outreach",
        "group",
        _("Making the section known"),
        _("How citizens learn of our section"),
        ("oversight:own_outreach", "gioi thieu chuyen muc quang ba"),
    ),
    make_entry(
        "qualifications",
        "group",
        _("Qualifications and training"),
        _("Degrees and courses of those who write and decide"),
        ("capacity:people", "bang cap dao tao tap huan trinh do"),
    ),
    make_entry(
        "resources",
        "calendar-alt",
        _("Resources by year"),
        _("Money, staff, equipment"),
        ("capacity:resources", "kinh phi ngan sach nhan luc phuong tien"),
    ),
    make_entry(
        "statistics",
        "view",
        _("Statistics of pages"),
        _("Age, history, quality, dead links, followers"),
        Screen(_("Oldest pages"), "agencies_reports:aging", "trang lau chua cap nhat"),
        Screen(_("History of pages"), "agencies_reports:history", "lich su trang"),
        Screen(_("Decision log"), "moderation:decisions", "nhat ky quyet dinh ai duyet"),
        Screen(_("Dead links"), "section_links:index", "lien ket hong"),
        Screen(_("Pace of legal updates"), "legal_update_pace:index", "toc do tien do dang"),
        Screen(_("Materials in figures"), "material_figures:index", "so lieu tai lieu"),
        Screen(_("Quality of content"), "oversight:quality_all", "chat luong noi dung"),
        Screen(_("Quality of our content"), "oversight:own_quality", "chat luong noi dung"),
        Screen(_("Pages to review"), "legal_reviews:agencies", "ra soat cac co quan"),
        Screen(_("How sections are made known"), "oversight:outreach_all", "gioi thieu"),
        Screen(_("Followers by mail"), "following_report:index", "theo doi qua email"),
        Screen(_("Satisfaction with pages"), "feedback_report:index", "danh gia hai long"),
        Screen(
            _("Views of pages"),
            "usage:index",
            "luot xem truy cap bai nao duoc doc nhieu theo co quan xa phuong linh vuc",
        ),
        # The others reach it from the list of pages.
        Screen(_("Views by topic"), "usage:topics", "luot xem theo linh vuc", TOTALS_ONLY),
    ),
    make_entry(
        "audit",
        "history",
        _("Audit log"),
        _("Who did what, and when"),
        ("agencies_audit:index", "nhat ky ai da lam gi"),
    ),
    make_entry(
        "undelivered",
        "mail",
        _("Undelivered mail"),
        _("Mail that did not arrive, and why"),
        ("agencies_undelivered:index", "thu khong gui duoc email loi"),
    ),
    make_entry(
        "acts",
        "key",
        _("Act for an agency"),
        _("With a reason, for a limited time"),
        ("agencies_acts:index", "lam thay co quan"),
    ),
    make_entry(
        "help",
        "info-circle",
        _("Help"),
        _("Instructions, and questions to Sở Tư pháp"),
        Screen(_("Begin"), "guide:begin", "huong dan bat dau cach lam"),
        Screen(_("Ask Sở Tư pháp for help"), "oversight:ask_help", "lien he ho tro"),
        Screen(_("Requests for help"), "oversight:help", "yeu cau ho tro"),
    ),
    make_entry(
        "account",
        "user",
        _("Your account"),
        _("Password, second factor, mail, picture"),
        ("wagtailadmin_account", "doi mat khau hai lop ma xac thuc thong bao email"),
    ),
)
