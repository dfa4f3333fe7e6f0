"""Every public page in a real browser: small screens, assistive technology, no JavaScript."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from wagtail.models import Page

from legal_updates.choices import Validity
from legal_updates.models import LegalDocument, Relation, RelationType, Topic
from network.agencies.models import Role
from network.core.text import slugify_vi
from network.following.models import FollowRequest, Frequency, Subscriber
from network.following.tokens import confirmation_token, manage_token
from network.hub.models import HubSettings
from network.hub.search.keeping import keep_up
from sites.models import Language
from tests.factories.documents import make_change, make_document, make_issuer
from tests.factories.moderation import make_member
from tests.factories.sections import (
    FOOTER,
    make_answer,
    make_article,
    make_event,
    make_item,
    make_material,
    make_place,
    make_section,
    make_update,
    make_warning,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LONG = "Ủy ban nhân dân huyện Đak Đoa tuyên truyền phòng, chống tảo hôn, hôn nhân cận huyết thống"
BODY = [
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
PAGES = {
    "hub": "/",
    "agency home": "/so-y-te/",
    "section": "/so-y-te/hoi-dap/",
    "empty section": "/so-y-te/cuoc-thi/",
    "article": "/so-y-te/hoi-dap/bai/",
    "search": "/tim-kiem/?q=dat+dai",
    "narrowed search": "/tim-kiem/?q=dat+dai&loai=article",
    "meant": "/tim-kiem/?q=tranh+chap+dat+dau",
    "nothing found": "/tim-kiem/?q=xyz",
    "topic": "/linh-vuc/dat-dai/",
    "directory": "/co-quan/",
    "policies": "/chinh-sach-moi/",
    "needs": "/toi-can/",
    "need": "/toi-can/dat-dai/",
    "whole list of a need": "/toi-can/dat-dai/?loai=bai-viet",
    "place": "/noi-toi-o/?q=ngo+may",
    "no place": "/noi-toi-o/?q=xyz",
    "warnings": "/canh-bao/",
    "events": "/su-kien/",
    "warning": "/so-y-te/hoi-dap/canh-bao/",
    "event": "/so-y-te/hoi-dap/su-kien/",
    "documents": "/van-ban/?q=giao+thong&tu=hom+qua",
    "document": "/van-ban/100-2019-nd-cp/",
    "twins": "/van-ban/so/653-2019-ubtvqh14/",
    "month": "/van-ban/co-hieu-luc-thang-nay/?thang=2020-01",
    "expiring": "/van-ban/sap-het-hieu-luc/",
    "legal update": "/so-y-te/hoi-dap/muc-phat-moi/",
    "material": "/so-y-te/hoi-dap/to-gap/",
    "answers": "/hoi-dap/",
    "answer": "/so-y-te/hoi-dap/cau-hoi/",
    "ask": "/hoi-dap/gui/",
    "track": "/hoi-dap/theo-doi/",
    "report": "/bao-loi/?trang=/so-y-te/hoi-dap/bai/",
    "follow": "/theo-doi/?linh-vuc=dat-dai&co-quan=so-y-te&van-ban=100-2019-nd-cp",
    "confirm": f"/theo-doi/xac-nhan/{confirmation_token(FollowRequest(pk=1))}/",
    "followed": f"/theo-doi/quan-ly/{manage_token(Subscriber(key='lan'))}/",
    "not found": "/khong-co/",
}


@pytest.fixture
def network(address: str) -> str:
    """The address of a server with a page of every kind on it."""
    HubSettings.objects.create(contact_name="Sở Tư pháp tỉnh Gia Lai", **FOOTER)
    home = make_section("Sở Y tế", slug="so-y-te")
    home.accent = "#1A7F37"
    home.save()
    place = make_place(home, "Hỏi đáp")
    make_place(home, "Cuộc thi")
    for number in range(13):
        make_article(place, f"{LONG} {number}: tranh chấp đất đai")
        make_item(f"Nghị định {number}/2026/NĐ-CP về đất đai", excerpt=LONG)
    article = make_article(place, LONG, slug="bai", body=BODY)
    article.topics.add(Topic.objects.get(slug="dat-dai"))
    article.save()
    make_warning(place, LONG, slug="canh-bao", level="urgent")
    make_warning(place, LONG)
    link = "https://hop.example.vn/phong-hop-truc-tuyen-rat-dai-khong-co-cho-ngat-dong"
    make_event(place, LONG, slug="su-kien", online_link=link)
    add_law(place)
    make_answer(
        place, LONG, slug="cau-hoi", question=LONG, documents=LegalDocument.objects.all()[:1]
    )
    make_member(home.agency, Role.OVERSEER)
    add_followers()
    keep_up()
    return address


def add_law(place: Page) -> None:
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
    make_material(
        place, LONG, slug="to-gap", documents=[decree], language=Language.JRAI, still_valid=False
    )


def add_followers() -> None:
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


@pytest.fixture
def tab(chromium, network: str) -> Iterator:
    """An open browser tab that reaches nothing but the network under test."""
    context = chromium.new_context(base_url=network)
    context.route(lambda url: not url.startswith(network), lambda route: route.abort())
    yield context.new_page()
    context.close()


def test_no_page_is_wider_than_the_screen(tab):
    for width in (320, 360, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        for name, path in PAGES.items():
            tab.goto(path)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tab, scheme):
    tab.emulate_media(color_scheme=scheme)
    for width in (360, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        for name, path in PAGES.items():
            tab.goto(path)
            found = Axe().run(tab)
            assert found.violations_count == 0, f"{name} {width}: {found.generate_report()}"


def test_everything_a_finger_touches_is_large_enough(tab):
    # Links inside running text are exempt (WCAG 2.2, 2.5.8); lists of entries are text.
    # A box to tick is touched by its label as well, which is measured in its place.
    targets = (
        "nav a, form button, form input:not([type=checkbox], [type=radio]), form select, summary,"
        " .site-name, .more, .file a, .field__tick, fieldset label"
    )
    small = f"""[...document.querySelectorAll("{targets}")]
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)
        .map(each => each.outerHTML)"""
    tab.set_viewport_size({"width": 360, "height": 800})
    for name, path in PAGES.items():
        tab.goto(path)
        assert tab.evaluate(small) == [], name


def test_skip_link_is_the_first_stop_of_the_keyboard(tab):
    tab.goto(PAGES["article"])
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


def test_everything_works_without_javascript(chromium, network):
    context = chromium.new_context(
        base_url=network, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    tab = context.new_page()
    tab.goto("/")
    tab.locator("header summary").click()
    tab.locator("header details nav a[href='/co-quan/']").click()
    tab.locator("main a[href='/so-y-te/']").click()
    tab.locator("main details.section-menu summary").click()
    tab.locator("main details.section-menu a[href='/so-y-te/hoi-dap/']").click()
    tab.locator("nav.pages a[rel=next]").click()
    assert "trang=2" in tab.url
    tab.goto("/")
    tab.locator("#front-search").fill("dat dai")
    tab.locator("#front-search").press("Enter")
    assert tab.locator("main .entries li").count() > 0
    context.close()


def test_suggestions_are_taken_by_the_keyboard(tab):
    tab.goto(PAGES["search"])
    field = tab.locator("#page-search")
    field.fill("sở y")
    field.press("Home")
    field.press("End")
    tab.locator("#page-search-suggestions li").first.wait_for()
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "page-search-suggestions-0"
    field.press("Enter")
    tab.wait_for_url("**/so-y-te/")


def test_video_contacts_nobody_until_it_is_opened(tab):
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(PAGES["article"])
    tab.locator(".video").scroll_into_view_if_needed()
    tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if "youtube" in url]
    with tab.expect_request("https://www.youtube-nocookie.com/embed/abcdefghijk"):
        tab.locator(".video summary").click()


def test_page_stays_light(tab):
    sizes: dict[str, int] = {}
    tab.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    tab.goto(PAGES["hub"])
    tab.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= 150_000
    assert max(size for url, size in sizes.items() if "/static/" in url) <= 30_000
