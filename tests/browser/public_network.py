"""The network that the pages of public_pages.py show, with names as long as they come."""

import datetime as dt
import io
import random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from aggregator.models import Source
from legal_updates.models import LegalDocument, Relation, RelationType, Topic
from legal_updates.models.choices import Validity
from network.agencies.models import Role
from network.agencies.succession import set_successors
from network.core.text import slugify_vi
from network.following.models import FollowRequest, Frequency, Subscriber
from network.hub.models import HubSettings
from network.hub.search.keeping import refresh_changed
from network.media.models import AgencyImage
from network.moderation.exceptional_services import withdraw_page
from network.moderation.models import WithdrawalReason
from sites.models import ArticlePage, Language, LibraryRule, MaterialFile
from tests.browser.public_rooms import add_official_pages, add_public_practice
from tests.factories.activities import make_reporter
from tests.factories.documents import make_change, make_document, make_issuer
from tests.factories.files import LEAFLETS, make_file, make_readable, pdf_of
from tests.factories.office import slides_pptx
from tests.factories.people import make_member
from tests.factories.sections import (
    FOOTER,
    SOURCE,
    make_answer,
    make_article,
    make_event,
    make_item,
    make_material,
    make_place,
    make_section,
    make_update,
    make_warning,
    put_live,
)

LONG = "Ủy ban nhân dân huyện Đak Đoa tuyên truyền phòng, chống tảo hôn, hôn nhân cận huyết thống"
BODY: list[tuple[str, Any]] = [
    ("paragraph", "<p>Nội dung <a href='https://example.vn/'>có liên kết</a>.</p>"),
    ("heading", {"text": "Trẻ được gì?", "level": "h2"}),
    ("heading", {"text": "Ở đâu?", "level": "h3"}),
    ("quote", {"text": "Đúng lịch.", "attribution": "Bác sĩ Lan"}),
    (
        "table",
        {
            "columns": [{"type": "text", "heading": f"Cột số {n}"} for n in range(6)],
            "rows": [{"values": ["Nội dung của ô"] * 6}],
            "caption": "Bảng rộng",
        },
    ),
    ("callout", {"kind": "warning", "text": "<p>Không ai được thu tiền.</p>"}),
    ("callout", {"kind": "note", "text": "<p>Mang theo sổ.</p>"}),
    ("video", {"url": "https://youtu.be/abcdefghijk", "title": "Vì sao phải tiêm"}),
]


def fill_network() -> None:
    """Make a page of every kind, with names as long as they come."""
    HubSettings.objects.create(contact_name="Sở Tư pháp tỉnh Gia Lai", **FOOTER)
    home = make_section("Sở Y tế", slug="so-y-te")
    ended = make_section("Sở Thông tin", slug="so-thong-tin", valid_to=dt.date(2025, 2, 28))
    set_successors(agency=ended.agency, successors=[home.agency])
    home.accent = "#1A7F37"
    home.save()
    place = make_place(home, "Hỏi đáp")
    make_place(home, "Cuộc thi")
    for number in range(13):
        make_article(place, f"{LONG} {number}: tranh chấp đất đai")
        make_item(f"Nghị định {number}/2026/NĐ-CP về đất đai", excerpt=LONG)
    LibraryRule.objects.create(page=home, source=Source.objects.get())
    picture = make_picture()
    body = [*BODY, ("image", {"image": picture, "alt_text": "Trạm y tế"})]
    article = make_article(
        place, LONG, slug="bai", body=body, cover=picture, cover_alt_text="Trẻ được tiêm"
    )
    article.topics.add(Topic.objects.get(slug="dat-dai"))
    article.save()
    make_warning(place, LONG, slug="canh-bao", level="urgent")
    make_warning(place, LONG)
    link = "https://hop.example.vn/phong-hop-truc-tuyen-rat-dai-khong-co-cho-ngat-dong"
    make_event(place, LONG, slug="su-kien", online_link=link)
    _add_law(place)
    decree = LegalDocument.objects.filter(number="100/2019/NĐ-CP")
    make_answer(place, LONG, slug="cau-hoi", question=LONG, documents=decree)
    make_reporter(home.agency, LONG, post=LONG, consent_on=timezone.localdate())
    writer = make_member(home.agency, Role.OVERSEER)
    add_official_pages(home.agency, LONG)
    practice = add_public_practice(article, LONG, agency=home.agency, written_by=writer)
    days = dict.fromkeys(("since", "confirmed_on"), dt.date(2025, 1, 6))
    practice.adoptions.create(agency=ended.agency, state="running", changes=LONG, **days)
    _add_followers()
    withdraw(make_article(place, "Bài đã rút", slug="da-rut"))
    refresh_changed()


def make_picture() -> AgencyImage:
    """Return a published photo as large as cameras make them, hard to make small: all grain."""
    grain = random.Random(7)  # noqa: S311
    small = Image.frombytes("RGB", (800, 533), grain.randbytes(3 * 800 * 533))
    stored = io.BytesIO()
    small.resize((1600, 1066)).save(stored, "JPEG", quality=90)
    file = ContentFile(stored.getvalue(), name="anh.jpg")
    return AgencyImage.objects.create(title="Trạm y tế", file=file, public=True, **SOURCE)


def _add_law(place: Page) -> None:
    """Documents in every state, tied to each other, and pages about them."""
    today = timezone.localdate()
    decree = make_document(
        title=f"{LONG} về giao thông", effective_on=dt.date(2020, 1, 1), expired_parts="Điều 5"
    )
    for number, validity in enumerate(Validity):
        other = make_document(
            f"{number + 10}/2026/QĐ-HĐPHPBGDPL",
            title=f"Về giao thông {LONG}",
            validity=validity,
            confirmed=number % 2 == 0,
            expires_on=today + dt.timedelta(days=30),
        )
        for kind in ("sua_doi_bo_sung", "quy_dinh_chi_tiet", "can_cu"):
            _relate(other, kind, target=decree)
            _relate(decree, kind, target=other)
    _relate(decree, "lien_quan", target_number="653/2019/UBTVQH14", target_words=LONG)
    for place_name in ("Gia Lai", "Kon Tum"):
        body = make_issuer(f"UBND tỉnh {place_name}")
        slug = slugify_vi(f"653-2019-ubtvqh14 {place_name}")
        make_document("653/2019/UBTVQH14", issuer=body, slug=slug)
    make_change(decree, became=Validity.PARTLY_EXPIRED)
    answers = {"who": LONG, "gets": LONG, "must_do": LONG, "from_when": "Từ 01/01/2027"}
    make_update(place, LONG, slug="muc-phat-moi", documents=[decree], **answers)
    picture = {"cover": make_picture(), "cover_alt_text": "Trạm y tế"}
    make_material(place, LONG, valid_until=today, purpose=LONG, **picture)
    make_material(
        place, LONG, slug="to-gap", documents=[decree], language=Language.JRAI, still_valid=False
    )
    handbook = make_readable(pdf_of("muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"), title=LONG)
    make_material(
        place, LONG, slug="so-tay", documents=[decree], files=[MaterialFile(file=handbook)]
    )
    slides = make_readable(slides_pptx(), "trang-chieu.pptx", title=LONG)
    make_material(place, LONG, slug="trang-chieu", files=[MaterialFile(file=slides)])
    sound = make_file((LEAFLETS / "bon-cau-khong-noi.mp3").read_bytes(), "loa.mp3", title=LONG)
    make_material(place, LONG, slug="loa", files=[MaterialFile(file=sound, alternative=LONG)])


def _add_followers() -> None:
    """Somebody who has asked, and somebody who has confirmed."""
    now, topic = timezone.now(), Topic.objects.get(slug="dat-dai")
    FollowRequest.objects.create(
        pk=1,
        email="minh@example.vn",
        frequency=Frequency.WEEKLY,
        topic_ids=[topic.pk],
        expires_at=now + dt.timedelta(days=1),
    )
    lan = Subscriber.objects.create(
        email="lan@example.vn",
        key="lan",
        frequency=Frequency.DAILY,
        confirmed_at=now,
        digested_until=now,
    )
    lan.follows.create(topic=topic)


def _relate(document: LegalDocument, kind: str, **fields: Any) -> None:
    Relation.objects.create(document=document, type=RelationType.objects.get(key=kind), **fields)


def withdraw(article: ArticlePage) -> None:
    """Take a page down as an approver of its agency does."""
    put_live(article.save_revision())
    withdraw_page(
        page_id=article.pk,
        user=make_member(article.agency_home.agency, Role.APPROVER),
        reason=WithdrawalReason.ERROR,
        comment="Sai số liệu.",
        public_note=LONG,
        now=timezone.now(),
    )
