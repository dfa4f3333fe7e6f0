"""The demo as citizens use it: errands from the front page, and its links once.

Here ten pages of each kind are opened; `make drill` opens them all.
"""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import urllib3
from django.core.management import call_command
from django.test.signals import template_rendered
from django.utils import timezone
from wagtail.models import Page

from legal_updates.citations import find_document_numbers
from legal_updates.models import Citation, LegalDocument
from network.agencies.models import Agency, Membership
from network.demo.load.loader import analyze
from network.demo.staff import Staff
from network.directives.models import Assignment, AssignmentState, Directive
from network.following.models import Follow
from network.hub.contacts.models import Contact
from network.hub.search.keeping import refresh_changed
from network.mailing.models import QueuedMail
from network.media.models import AgencyDocument
from network.moderation.stages import Stage
from network.oversight.models import Finding
from network.questions.desk import services
from network.questions.models import Question
from sites.models import AgencyHomePage, ArticlePage, LibraryRule, PanoPlacement
from tests.browser.public_pages import ACCUSED, AXE
from tests.plugin import browser_path
from tests.tenancy.reads import Reads

from .citizen import Citizen

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]

ENDED = "đã kết thúc hoạt động từ ngày"
EMPTY = 'id="empty-search"'
LINK = re.compile(r'(?:href|src)="(/[^"#?]*)')
# Pages of one kind that are opened, those of ended agencies counted for themselves.
OPENED = 3000 if os.environ.get("EVERY_REQUEST") == "1" else 10


def load_demo() -> None:
    """Load the demo, and the search's rows, which an installation keeps by a task.

    What others of these tables held while PostgreSQL looked, nothing that stayed, would have its
    planner read a whole index for each row.
    """
    call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
    refresh_changed()
    analyze()


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest) -> None:
    """The demo, for all tests here."""
    # Before the transaction: beside the browser's loop Django opens another connection.
    if browser_path():
        request.getfixturevalue("chromium")
    request.getfixturevalue("once")(load_demo)


@pytest.fixture
def tab(chromium: Any, demo: None, address: str) -> Iterator[Any]:
    """A browser that reaches the demo alone, and shows no pictures: they are opened by `visit`."""
    context = chromium.new_context(base_url=address, service_workers="block")
    pictures = (".webp", ".jpg", ".png")
    context.route(
        lambda url: url.endswith(pictures) or not url.startswith(address),
        lambda route: route.abort(),
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def citizen(tab: Any) -> Citizen:
    """Somebody at the front page."""
    tab.set_viewport_size({"width": 360, "height": 800})
    return Citizen(tab)


# Written before the pages were looked at; `undone` says why one is not done.
with Path(__file__).with_name("errands.csv").open(encoding="utf-8", newline="") as _file:
    ERRANDS = list(csv.DictReader(_file))
# What is searched for, which of the answers is opened, and what it says.
SEARCHED = [
    ("bị chó cắn", "^Bị chó cắn", "Rửa vết thương ngay bằng nước sạch và xà phòng"),
    ("uống rượu lái xe phạt bao nhiêu", "mức phạt hay gặp", "2 - 3 triệu đồng"),
    ("vay tiền qua app", "^Vay tiền qua ứng dụng", "không quá 20% một năm"),
]
# Which tile of the front page is pressed, what behind it, and what it says.
# What begins with "+" is unfolded; everything else is a link.
PRESSED = [
    (["Đất đai", "Làm sổ đỏ lần đầu"], "Nộp ở xã, phường."),
    (
        ["Hôn nhân", "Đọc cả bài.*Đăng ký kết hôn mang gì"],
        "Hai người cùng ra phường, mang thẻ căn cước và tờ khai.",
    ),
    (
        ["Hộ tịch, cư trú", "+Mất thẻ căn cước", "Đọc cả bài.*Mất thẻ căn cước"],
        "Bạn đăng nhập bằng tài khoản định danh",
    ),
    (
        ["Hôn nhân", "+Bị đánh trong nhà", "Đọc cả bài.*Bị đánh trong nhà"],
        "Đang nguy hiểm thì ra khỏi nhà và gọi Công an 113.",
    ),
]


@pytest.mark.parametrize(("words", "answer", "sentence"), SEARCHED)
def test_one_search_finds_the_answer(citizen, words, answer, sentence):
    citizen.search(words)
    citizen.press(answer)
    citizen.reads(sentence)


@pytest.mark.parametrize(("links", "sentence"), PRESSED)
def test_a_few_clicks_lead_to_the_answer(citizen, links, sentence):
    for link in links:
        if link.startswith("+"):
            citizen.unfold(link[1:])
        else:
            citizen.press(link)
    citizen.reads(sentence)


@pytest.mark.parametrize("errand", ERRANDS, ids=[each["errand"] for each in ERRANDS])
def test_an_errand_takes_three_steps_at_most(citizen, errand):
    """Ways: "tìm" and "nơi" type into a field, "chọn" takes an option, "nút" is a button, "+" is
    unfolded; the others are links."""
    if errand["undone"]:
        pytest.skip(errand["undone"])
    citizen.walk(errand["way"])
    citizen.stands(errand["sentence"])
    assert citizen.clicks + citizen.searches <= 3


def test_36_of_40_errands_are_done():
    assert len(ERRANDS) == 40
    assert sum(not each["undone"] for each in ERRANDS) >= 36


def test_a_forged_page_is_reported(citizen):
    citizen.search("trang facebook giả mạo")
    citizen.press("trang giả báo ở đâu")
    citizen.reads("gửi Công an tỉnh qua mục “Đặt câu hỏi”")
    citizen.press("Đặt câu hỏi")
    code = citizen.ask("Trang này giả Công an tỉnh, xin xem giúp.", "Công an tỉnh Gia Lai")
    citizen.reads(code)
    assert Question.objects.latest("pk").agency.code == "CA"


def test_the_office_of_my_commune_is_found(citizen):
    citizen.enter("#front-place", "ia grai")
    citizen.press("Ủy ban nhân dân xã Ia Grai")
    citizen.reads("0269.0000.025")


def test_a_question_is_asked_and_its_answer_read(citizen):
    citizen.press("Đặt câu hỏi")
    code = citizen.ask("Con tôi 17 tuổi đi làm quán ăn ban đêm có được không?")
    citizen.reads(code)
    question = Question.objects.latest("pk")
    staff = Staff.of(question.agency)
    page = services.begin_answer(question_id=question.pk, user=staff.author, now=timezone.now())
    page.summary, page.body = "Ở quán ăn thì không.", [("paragraph", "<p>Hỏi Sở Nội vụ.</p>")]
    page.save_revision(user=staff.author)
    staff.lead(page, to=Stage.PUBLISHED)
    later = Citizen(citizen.tab)
    later.press("Tất cả câu hỏi và trả lời")
    later.press("Theo dõi câu hỏi")
    later.tab.locator("[name=code]").fill(code)
    later.press("^Xem$", "button")
    later.press("Xem câu trả lời")
    later.reads("Ở quán ăn thì không.")


@dataclass
class Visit:
    """What somebody meets who opens every page once."""

    dead: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    # What governs as if it had ended, and the other way round.
    mistaken: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    # One page of each kind, by its template.
    kinds: dict[str, str] = field(default_factory=dict)


def kinds_of_pages(ended: tuple[str, ...]) -> dict[str, str]:
    """Return of which kind each live page is, by address: its type, and whether it has ended."""
    pages = Page.objects.live().filter(depth__gt=1)
    return {each.url: f"{each.content_type_id} {each.url.startswith(ended)}" for each in pages}


def visit(address: str, ended: tuple[str, ...]) -> Visit:
    """Open what links lead to, from the front page on, with all that it shows."""
    made: list[str] = []
    note = lambda template, **kwargs: made.append(template.name)  # noqa: E731
    template_rendered.connect(note)
    http, seen, found = urllib3.PoolManager(), ["/"], Visit()
    kinds, opened = kinds_of_pages(ended), Counter[str]()
    for path in seen:
        # What is no page of the tree is of the kind that its first word says: files, fields of law.
        kind = kinds.get(path) or path.split("/")[1]
        opened[kind] += 1
        if opened[kind] > OPENED:
            continue
        made.clear()
        answer = http.request("GET", address + path, redirect=False)
        if answer.status not in {200, 302}:
            found.dead.append(path)
        if "html" not in answer.headers.get("Content-Type", "") or answer.status != 200:
            continue
        page = answer.data.decode()
        is_first = found.kinds.setdefault(made[0], path) == path
        if EMPTY in page:
            found.empty.append(path)
        if path.startswith(ended) != (ENDED in page):
            found.mistaken.append(path)
        words = re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main")[0])
        # The demo says of the papers that it has invented that they are.
        words = re.sub(r"\S+ \(minh họa\)", " ", unescape(words))
        found.numbers |= {each.canonical for each in find_document_numbers(words)}
        # Every page has its leaflet, its code and its report, all made alike.
        links = {each for each in LINK.findall(page) if is_first or not each.startswith("/s/")}
        seen += sorted(links - set(seen))
        assert len(seen) < 3000
    template_rendered.disconnect(note)
    return found


@pytest.fixture(scope="module")
def visits() -> list[Visit]:
    """The one visit of `found`, once it was made."""
    return []


@pytest.fixture
def found(visits: list[Visit], demo: None, address: str, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """What a visitor of the whole demo meets, whichever test asks first."""
    if not visits:
        # Nobody writes meanwhile: what two thousand pages share is read and made once.
        Reads().stand_in(monkeypatch)
        ended = AgencyHomePage.objects.filter(agency__valid_to__lt=timezone.localdate())
        visits.append(visit(address, tuple(each.url for each in ended)))
    return visits[0]


def test_every_link_leads_to_a_page_with_something_true_on_it(found):
    assert (found.dead, found.empty, found.mistaken) == ([], [], [])
    held = set(LegalDocument.objects.values_list("number", flat=True))
    # The acts that assign telephone numbers to the whole country are not law of the register.
    sources = " . ".join(Contact.objects.values_list("source", flat=True))
    held |= {each.canonical for each in find_document_numbers(sources)}
    assert found.numbers - held == set()


# Of each template test_public_pages.py judges another page.
@pytest.mark.drill
def test_a_page_of_every_kind_is_for_everybody(found, tab):
    assert len(found.kinds) >= 30
    tab.add_init_script(AXE)
    faults = {}
    for kind, path in found.kinds.items():
        tab.goto(path)
        for width in (360, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            faults[kind, width] = tab.evaluate(ACCUSED, {})
    assert {place: each for place, each in faults.items() if each} == {}


def share_confirmed() -> float:
    """Return the part of the numbers that live pages cite whose records are confirmed."""
    cited = Citation.objects.filter(in_live=True).values("number").distinct()
    return cited.filter(document__confirmed_at__isnull=False).count() / cited.count()


def test_the_demo_is_whole_and_loading_it_again_adds_nothing(client, demo):
    models = (
        Agency,
        ArticlePage,
        Membership,
        LibraryRule,
        PanoPlacement,
        Directive,
        Assignment,
        Finding,
        Follow,
    )
    counts = [model.objects.count() for model in models]
    load_demo()
    assert [model.objects.count() for model in models] == counts
    assert counts[-1] >= 10
    # The inbox of the demo tells no officer what was invented as done long ago.
    assert not QueuedMail.objects.filter(kind__startswith="moderation").exists()
    # Something to look at for each step of a task.
    assert set(Assignment.objects.values_list("state", flat=True)) == set(AssignmentState.values)
    assert share_confirmed() >= 0.95
    # The files of a material are in the list of who wrote it.
    assert AgencyDocument.objects.filter(uploaded_by_user__username="stp_tacgia").count() >= 4
    assert "Pano: Cổng Pháp luật quốc gia" in client.get("/so-y-te/").content.decode()
    homes = AgencyHomePage.objects.select_related("agency").order_by("path")
    ended = {home.agency.code for home in homes if home.agency.status == "merged"}
    assert ended == {"SLDTBXH", "STNMT", "STP", "H622", "H633"}
    today = [home for home in homes if home.agency.code not in ended]
    assert sum(home.agency.kind in {"ubnd_xa", "ubnd_phuong"} for home in today) == 14
    assert len(today) == 31
    assert all(Staff.of(home.agency) for home in today)
    for home in homes:
        assert ArticlePage.objects.live().descendant_of(home).exists()
    assert client.get("/so-tu-phap/").context["page"].agency.code == "STP-2025"
    pleiku = client.get("/thanh-pho-pleiku/").content.decode()
    assert "từ ngày 01/07/2025" in pleiku
    assert "/phuong-dien-hong/" in pleiku
    assert "/xa-ia-grai/" in client.get("/noi-toi-o/", {"q": "ia grai"}).content.decode()
    article = ArticlePage.objects.live().first()
    page = client.get(article.url).content.decode()
    for path in ("/", "/so-tu-phap/", "/tim-kiem/", "/van-ban/", "/hoi-dap/gui/", article.url):
        assert "Bản trình diễn:" in client.get(path).content.decode(), path
    assert article.title in page
    assert article.source_author in page
